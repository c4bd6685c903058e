/** Verifies everything that a database says about payments against their events. */
import { existsSync, readFileSync } from 'node:fs'
import { DatabaseRefused } from '../platform/database-refused.ts'
import { fileOf } from '../platform/database-url.ts'
import { engineOf } from './engines.ts'
import type { Verification } from './verification.ts'

/** Throws {@link DatabaseRefused} if there is nothing to verify. */
export function verifyDatabase(databaseUrl: string): Verification {
  return { ...engineOf(databaseUrl).verify(databaseUrl), expectedHead: readHead(fileOf(databaseUrl)) }
}

export function isFaultless(verification: Verification): boolean {
  const { damage, schemaDifferences, differenceCount, head, expectedHead } = verification
  const isIntact = damage.length + schemaDifferences.length + differenceCount === 0
  return isIntact && (expectedHead === null || expectedHead === head)
}

export const headFileOf = (file: string): string => `${file}.head.json`

function readHead(file: string): string | null {
  const headFile = headFileOf(file)
  if (!existsSync(headFile)) return null
  try {
    const { head } = JSON.parse(readFileSync(headFile, 'utf8'))
    if (typeof head === 'string') return head
  } catch {
    // Reported below.
  }
  throw new DatabaseRefused(
    `The file ${headFile} cannot be read: remove it, or fetch it again with the backup.`,
  )
}
