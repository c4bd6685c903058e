/** The SQLite database that a move leaves: held by nobody else while it lasts, and served by nobody once it has begun. */
import type { DatabaseSync } from 'node:sqlite'
import { DatabaseRefused } from '../../platform/database-refused.ts'
import { findMove, type Move } from '../sqlite/moved.ts'
import { openExisting } from '../sqlite/open-existing.ts'

/** SQLite lets one process in, and only where no other one has the file open, not even idle. */
export function openSource(file: string): DatabaseSync {
  return openExisting(file, { setting: '--from', isExclusive: true })
}

/** Marks the source, and says which move this is: the one that was begun before, if there was one. */
export function beginMove(
  source: DatabaseSync,
  file: string,
  wish: Readonly<{ newId: string; target: string; nowMs: number }>,
): Move {
  const found = findMove(source)
  if (found === null) {
    source
      .prepare('insert into moves (only_row, id, target, began_at_ms) values (1, ?, ?, ?)')
      .run(wish.newId, wish.target, wish.nowMs)
    return { id: wish.newId, target: wish.target, finishedAtMs: null }
  }
  if (found.target === wish.target) return found
  throw new DatabaseRefused(
    `The move of the database ${file} to ${found.target} has begun: finish it, or give it up with "flowlix move --cancel" and the same --from and --to.`,
  )
}

export function finishMove(source: DatabaseSync, nowMs: number): void {
  source.prepare('update moves set finished_at_ms = ? where finished_at_ms is null').run(nowMs)
}

export function forgetMove(source: DatabaseSync): void {
  source.exec('delete from moves')
}
