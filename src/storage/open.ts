/** Opens the storage that a database URL names. */
import type { Storage } from '../ports.ts'
import { openerOf } from './engines.ts'
import type { StorageOptions } from './options.ts'

export async function openStorage(databaseUrl: string, options: StorageOptions): Promise<Storage> {
  return openerOf(databaseUrl)(databaseUrl, options)
}
