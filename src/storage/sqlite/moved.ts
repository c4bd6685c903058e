/** Whether a SQLite database was left for one of another engine. */
import type { DatabaseSync } from 'node:sqlite'
import { DatabaseRefused } from '../../platform/database-refused.ts'

export type Move = Readonly<{ id: string; target: string; finishedAtMs: number | null }>

export function findMove(database: DatabaseSync): Move | null {
  const row = database.prepare('select id, target, finished_at_ms from moves').get()
  if (row === undefined) return null
  const { id, target, finished_at_ms: finishedAtMs } = row
  return { id: String(id), target: String(target), finishedAtMs: finishedAtMs as number | null }
}

/** What would be written here would be missing there. */
export function requireNotMoved(database: DatabaseSync, file: string): void {
  const move = findMove(database)
  if (move === null) return
  throw new DatabaseRefused(
    move.finishedAtMs === null
      ? `The move of the database ${file} to ${move.target} is not finished: run "flowlix move" again to finish it, or with --cancel to give it up.`
      : `The database ${file} was moved to ${move.target}: set DATABASE_URL to that database.`,
  )
}
