/** The secrets of the installation that a database belongs to. */

import type { Storage } from '../../ports/storage.ts'
import type { Random } from '../../ports/system.ts'
import { drawSecret } from '../installation-values.ts'
import type { Connection } from './connection.ts'

const findSecretText = 'select value from installation_secrets where name = $1'
const offerSecretText =
  'insert into installation_secrets (name, value) values ($1, $2) on conflict (name) do nothing'

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
