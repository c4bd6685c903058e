/** Verifies a SQLite file, and a backup against the head that was recorded with it. */
import { existsSync, readFileSync } from 'node:fs'
import { DatabaseRefused } from '../platform/database-refused.ts'
import { verifySqlite } from './sqlite/verify-database.ts'
import type { Verification } from './verification.ts'

/** Throws {@link DatabaseRefused} if there is nothing to verify. */
export function verifyFile(file: string): Verification {
  return { ...verifySqlite(file), expectedHead: readHead(file) }
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
