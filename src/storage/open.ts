/** Opens the storage that a database URL names. */
import type { Storage } from '../ports.ts'
import { engineOf } from './engines.ts'
import type { StorageOptions } from './options.ts'

export async function openStorage(databaseUrl: string, options: StorageOptions): Promise<Storage> {
  return engineOf(databaseUrl).open(databaseUrl, options)
}
