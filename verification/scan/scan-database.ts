/** Reads every cell of every table of a SQLite file and looks for security codes among them. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export type Cell = Readonly<{ mark: string; encoding: string; place: string }>

export function isDatabase(content: Buffer): boolean {
  return content.subarray(0, 16).toString('latin1') === 'SQLite format 3\0'
}

/** A copy is read, because reading would move the write-ahead log into the file. */
export function findInDatabase(path: string, cvcs: readonly string[]): readonly Cell[] {
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-scan-'))
  const copy = join(folder, 'copy.db')
  copyFileSync(path, copy)
  if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${copy}-wal`)
  const database = new DatabaseSync(copy)
  try {
    return tablesOf(database).flatMap((table) => findInTable(database, table, new Set(cvcs)))
  } finally {
    database.close()
    rmSync(folder, { recursive: true })
  }
}

function tablesOf(database: DatabaseSync): readonly string[] {
  const rows = database.prepare("select name from sqlite_schema where type = 'table'").all()
  return rows.map(({ name }) => String(name))
}

function findInTable(database: DatabaseSync, table: string, cvcs: ReadonlySet<string>): readonly Cell[] {
  return findInRows(table, database.prepare(`select * from "${table}"`).iterate(), cvcs)
}

export function findInRows(
  table: string,
  rows: Iterable<object>,
  cvcs: ReadonlySet<string>,
): readonly Cell[] {
  const found = new Map<string, Cell>()
  for (const row of rows) {
    for (const [column, value] of Object.entries(row)) {
      if (!isCode(column, value, cvcs)) continue
      const place = `${table}.${column}`
      found.set(place, { mark: 'a code', encoding: 'the value of a cell', place })
    }
  }
  return [...found.values()]
}

/** Numbers count only under a name like the code's: an amount may have the same digits. */
function isCode(name: string, value: unknown, cvcs: ReadonlySet<string>): boolean {
  if (typeof value === 'string') return cvcs.has(value.trim()) || isInJson(value, cvcs)
  if (typeof value === 'number' || typeof value === 'bigint')
    return isCodeName(name) && cvcs.has(String(value))
  return value instanceof Uint8Array && cvcs.has(Buffer.from(value).toString())
}

function isInJson(text: string, cvcs: ReadonlySet<string>): boolean {
  if (!/^\s*[[{]/.test(text)) return false
  let isFound = false
  try {
    JSON.parse(text, (name, value: unknown) => {
      if (typeof value !== 'object' && isCode(name, value, cvcs)) isFound = true
      return value
    })
  } catch {
    // Not JSON after all.
  }
  return isFound
}

function isCodeName(name: string): boolean {
  return /cv[cvn]|csc|security_?code/i.test(name)
}
