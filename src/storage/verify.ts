/** Verifies everything that a database says about payments against their events. */
import { engineOf } from './engines.ts'
import type { StorageOptions } from './options.ts'
import type { Verification } from './verification.ts'

/** Throws DatabaseRefused if there is nothing to verify. */
export function verifyDatabase(
  databaseUrl: string,
  options: Pick<StorageOptions, 'postgres'> = {},
): Promise<Verification> {
  return engineOf(databaseUrl).verify(databaseUrl, options)
}

export function isFaultless(verification: Verification): boolean {
  const { damage, schemaDifferences, differenceCount, head, expectedHead } = verification
  const isIntact = damage.length + schemaDifferences.length + differenceCount === 0
  return isIntact && (expectedHead === null || expectedHead === head)
}
