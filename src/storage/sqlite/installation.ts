/** Which installation a database belongs to, and its secrets. */
import type { DatabaseSync } from 'node:sqlite'
import type { Installation, InstallationKind } from '../../core/installation.ts'
import type { Storage } from '../../ports/storage.ts'
import type { Random } from '../../ports/system.ts'
import { drawInstallationId, drawSecret } from '../installation-values.ts'
import type { StorageOptions } from '../options.ts'
import type { Connection } from './connection.ts'

type InstallationStatements = ReturnType<typeof prepareInstallation>

export function prepareInstallation(database: DatabaseSync) {
  return {
    findSecret: database.prepare('select value from installation_secrets where name = ?'),
    offerSecret: database.prepare(
      'insert into installation_secrets (name, value) values (?, ?) on conflict (name) do nothing',
    ),
  }
}

/** The first process that comes here wins. */
export function makeInstallation(
  database: DatabaseSync,
  kind: InstallationKind,
  { random, clock }: Pick<StorageOptions, 'random' | 'clock'>,
): void {
  database
    .prepare(
      'insert into installation (only_row, id, kind, created_at_ms) values (1, ?, ?, ?) on conflict do nothing',
    )
    .run(drawInstallationId(random), kind, clock.nowMs())
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

export function installationStorage(
  connection: Connection<InstallationStatements>,
  random: Pick<Random, 'bytes'>,
) {
  return {
    installationSecret: async (name) => {
      const found = connection.read((statements) => findSecret(statements, name))
      if (found !== null) return found
      const offered = drawSecret(random)
      // The first writer wins, in whatever process.
      return connection.write((statements) => {
        statements.offerSecret.run(name, offered)
        return findSecret(statements, name) ?? offered
      })
    },
  } satisfies Partial<Storage>
}

function findSecret(statements: InstallationStatements, name: string): string | null {
  const row = statements.findSecret.get(name) as { value: string } | undefined
  return row?.value ?? null
}
