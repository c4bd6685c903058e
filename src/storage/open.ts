/** Opens the storage that a database URL names. */
import type { Storage } from '../ports/storage.ts'
import { engineOf } from './engines.ts'
import type { StorageOptions } from './options.ts'

export async function openStorage(databaseUrl: string, options: StorageOptions): Promise<Storage> {
  return engineOf(databaseUrl).open(databaseUrl, options)
}

/** Throws DatabaseRefused, with what to do instead, unless the database exists and has something in it. */
export async function requireExisting(
  databaseUrl: string,
  advice: string,
  options: Pick<StorageOptions, 'postgres'>,
): Promise<void> {
  return engineOf(databaseUrl).requireExisting(databaseUrl, advice, options)
}
