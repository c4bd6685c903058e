/** Which installation a database belongs to, its secrets, and whether it can be reached. */
import type { DatabaseSync } from 'node:sqlite'
import type { Installation, InstallationKind } from '../../core/installation.ts'
import { crockford } from '../../platform/ids.ts'
import { systemClock } from '../../platform/system-clock.ts'
import { systemRandom } from '../../platform/system-random.ts'
import type { Storage } from '../../ports.ts'
import type { Connection } from './connection.ts'

type InstallationStatements = ReturnType<typeof prepareInstallation>

const idLength = 8
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

/** Whoever is first draws the id, in whatever process. */
export function makeInstallation(database: DatabaseSync, kind: InstallationKind): void {
  const id = [...systemRandom.bytes(idLength)].map((byte) => crockford[byte % 32]).join('')
  database
    .prepare(
      'insert into installation (only_row, id, kind, created_at_ms) values (1, ?, ?, ?) on conflict do nothing',
    )
    .run(id, kind, systemClock.nowMs())
}

export function readInstallation(database: DatabaseSync): Installation | null {
  const table = database.prepare("select 1 from sqlite_schema where name = 'installation'").get()
  if (table === undefined) return null
  const row = database.prepare('select id, kind, created_at_ms from installation').get()
  if (row === undefined) return null
  const {
    id,
    kind,
    created_at_ms: createdAtMs,
  } = row as {
    id: string
    kind: InstallationKind
    created_at_ms: number
  }
  return { id, kind, createdAtMs }
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
      const refusal = connection.damage.refusal()
      if (refusal !== null) throw refusal
      connection.checkFile()
      connection.read((statements) => statements.ping.get())
    },
  } satisfies Partial<Storage>
}

function findSecret(statements: InstallationStatements, name: string): string | null {
  const row = statements.findSecret.get(name) as { value: string } | undefined
  return row?.value ?? null
}
