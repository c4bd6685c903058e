/** What concerns the installation as a whole: its secrets, and whether it can be reached. */
import type { DatabaseSync } from 'node:sqlite'
import { systemRandom } from '../../platform/system-random.ts'
import type { Storage } from '../../ports.ts'
import type { Connection } from './connection.ts'

export type InstallationStatements = ReturnType<typeof prepareInstallation>

const secretLength = 32

export function prepareInstallation(database: DatabaseSync) {
  return {
    findSecret: database.prepare('select value from installation_secrets where name = ?'),
    offerSecret: database.prepare(
      'insert into installation_secrets (name, value) values (?, ?) on conflict (name) do nothing',
    ),
    ping: database.prepare('select version from schema_migrations limit 1'),
  }
}

export function installationStorage(connection: Connection<InstallationStatements>) {
  return {
    installationSecret: async (name) => {
      const found = connection.read((statements) => findSecret(statements, name))
      if (found !== null) return found
      const offered = Buffer.from(systemRandom.bytes(secretLength)).toString('hex')
      // Whoever is first wins, in whatever process.
      return connection.write((statements) => {
        statements.offerSecret.run(name, offered)
        return findSecret(statements, name) ?? offered
      })
    },
    ping: async () => {
      connection.checkFile()
      connection.read((statements) => statements.ping.get())
    },
  } satisfies Partial<Storage>
}

function findSecret(statements: InstallationStatements, name: string): string | null {
  const row = statements.findSecret.get(name) as { value: string } | undefined
  return row?.value ?? null
}
