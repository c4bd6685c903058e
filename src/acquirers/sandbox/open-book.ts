/** Opens the sandbox acquirer's ledger: in a file of its own, or in a PostgreSQL database, which may be the gateway's. */
import { existsSync } from 'node:fs'
import type { PoolOptions } from '../../platform/postgres/pool.ts'
import type { Log } from '../../ports/system.ts'
import type { BookStore } from './book-store.ts'
import { openPostgresBook } from './postgres/open-book.ts'
import { bookPlace, openBookFile } from './sqlite/open-book.ts'
import { sqliteBook } from './sqlite/sqlite-book.ts'

/** A file, or how to connect to the database. */
export type BookPlace = string | PoolOptions

/** Throws if the file cannot be opened. A database is connected to when it is first used. */
export function openBook(place: BookPlace, mayCreate: boolean, log: Log): BookStore {
  return typeof place === 'string'
    ? sqliteBook(openBookFile(bookPlace(place, mayCreate), log))
    : openPostgresBook(place, mayCreate)
}

/** Whether there is one. */
export async function hasBook(place: BookPlace): Promise<boolean> {
  if (typeof place === 'string') return existsSync(place)
  const book = openPostgresBook(place, false)
  try {
    await book.ready()
    return true
  } catch {
    return false
  } finally {
    await book.close()
  }
}
