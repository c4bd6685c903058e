/** Which installation a database belongs to, and its secrets. */
import type { Installation, InstallationKind } from '../../core/installation.ts'
import type { Random, Storage } from '../../ports.ts'
import { drawInstallationId, drawSecret } from '../installation-values.ts'
import type { StorageOptions } from '../options.ts'
import type { Connection } from './connection.ts'

const makeText = `insert into installation (only_row, id, kind, created_at_ms) values (1, $1, $2, $3)
  on conflict (only_row) do nothing`
const isThereText = "select to_regclass('installation') is not null as is_there"
const readText = 'select id, kind, created_at_ms from installation'
const findSecretText = 'select value from installation_secrets where name = $1'
const offerSecretText =
  'insert into installation_secrets (name, value) values ($1, $2) on conflict (name) do nothing'

/** The first process that comes here wins. */
export async function makeInstallation(
  connection: Connection,
  kind: InstallationKind,
  { random, clock }: Pick<StorageOptions, 'random' | 'clock'>,
): Promise<void> {
  await connection.write(makeText, [drawInstallationId(random), kind, clock.nowMs()])
}

/** Null where there is none, or not even a schema. */
export async function readInstallation(connection: Connection): Promise<Installation | null> {
  const [table] = await connection.read(isThereText)
  if (table?.is_there !== true) return null
  const [row] = await connection.read(readText)
  if (row === undefined) return null
  return { id: String(row.id), kind: row.kind as InstallationKind, createdAtMs: Number(row.created_at_ms) }
}

export function installationStorage(connection: Connection, random: Pick<Random, 'bytes'>) {
  const find = async (name: string): Promise<string | null> => {
    const [row] = await connection.read(findSecretText, [name])
    return row === undefined ? null : String(row.value)
  }
  return {
    installationSecret: async (name) => {
      const found = await find(name)
      if (found !== null) return found
      const offered = drawSecret(random)
      // The first writer wins, in whatever process.
      await connection.write(offerSecretText, [name, offered])
      return (await find(name)) ?? offered
    },
  } satisfies Partial<Storage>
}
