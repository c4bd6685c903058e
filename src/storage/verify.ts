/** Verifies everything that a database says about payments against their events. */
import { existsSync, readFileSync } from 'node:fs'
import type { Installation } from '../core/installation.ts'
import { DatabaseRefused } from '../platform/database-refused.ts'
import { fileOf } from '../platform/database-url.ts'
import { verifySqlite } from './sqlite/verify-database.ts'

export type Verification = Readonly<{
  installation: Installation
  payments: number
  events: number
  /** SHA-256 over the id and the newest hash of every payment, in the order of ids: two databases with one head are equal. */
  head: string
  /** The head recorded when a backup was made; null if there is none. */
  expectedHead: string | null
  /** What the database itself finds wrong with its file and its rows. */
  damage: readonly string[]
  /** What differs from the tables, indexes and guards that the migrations make. */
  schemaDifferences: readonly string[]
  differenceCount: number
  /** The first of them. */
  differences: readonly Readonly<{ paymentId: string; difference: string }>[]
}>

/** Throws {@link DatabaseRefused} if there is nothing to verify. */
export function verifyDatabase(databaseUrl: string): Verification {
  const file = fileOf(databaseUrl)
  return { ...verifySqlite(file), expectedHead: readHead(file) }
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
