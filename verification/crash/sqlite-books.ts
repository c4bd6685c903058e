/** The gateway's book and the sandbox acquirer's in files, opened for reading only. */
import { DatabaseSync } from 'node:sqlite'
import { databaseFile, sandboxDatabaseFile } from '../gateway-process.ts'
import { type Book, type BookCheck, compareBooks, type Row } from './books.ts'

export function checkBooks(folder: string): Promise<BookCheck> {
  return withBook(databaseFile(folder), (ours) =>
    withBook(sandboxDatabaseFile(folder), (theirs) => compareBooks(ours, theirs)),
  )
}

export async function withBook<T>(file: string, look: (book: Book) => Promise<T>): Promise<T> {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 })
  try {
    database.exec('begin')
    return await look({ rows: async (sql) => database.prepare(sql).all() as Row[] })
  } finally {
    database.close()
  }
}
