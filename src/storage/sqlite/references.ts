/** The reference tables in SQLite. */
import type { DatabaseSync } from 'node:sqlite'
import {
  missingCodes,
  type ReferenceTable,
  referenceTables,
  refuseUnknownCodes,
} from '../reference-tables.ts'

export function hasAllReferences(database: DatabaseSync, name: string): boolean {
  return readMissing(database, name).every(({ codes }) => codes.length === 0)
}

/** In the transaction that has brought the schema up to date. */
export function addReferences(database: DatabaseSync, name: string): void {
  for (const { table, codes } of readMissing(database, name)) {
    const add = database.prepare(`insert into ${table} (code) values (?)`)
    for (const code of codes) add.run(code)
  }
}

const allText = referenceTables
  .map(({ table }) => `select '${table}' as name, code from ${table}`)
  .join(' union all ')

/** The tables, with the codes that they lack. */
function readMissing(database: DatabaseSync, databaseName: string): readonly ReferenceTable[] {
  const rows = database.prepare(allText).all()
  return referenceTables.map((reference) => {
    const stored = rows.filter(({ name }) => name === reference.table).map(({ code }) => String(code))
    refuseUnknownCodes(reference, stored, databaseName)
    return { table: reference.table, codes: missingCodes(reference, stored) }
  })
}
