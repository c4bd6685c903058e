/** The reference tables in PostgreSQL. */
import type { Sql } from 'postgres'
import { missingCodes, referenceTables, refuseUnknownCodes } from '../reference-tables.ts'
import { quoted } from './sql-text.ts'

const allText = referenceTables
  .map(({ table }) => `select '${table}' as name, code from ${table}`)
  .join(' union all ')

export async function hasAllReferences(sql: Sql, databaseName: string): Promise<boolean> {
  const rows = await sql.unsafe(allText)
  const missing = referenceTables.flatMap((reference) => {
    const stored = rows.filter(({ name }) => name === reference.table).map(({ code }) => String(code))
    refuseUnknownCodes(reference, stored, databaseName)
    return missingCodes(reference, stored)
  })
  return missing.length === 0
}

/** In the transaction that has brought the schema up to date. */
export const addReferencesText = referenceTables
  .map(({ table, codes }) => {
    const rows = codes.map((code) => `(${quoted(code)})`).join(', ')
    return `insert into ${table} (code) values ${rows} on conflict do nothing;`
  })
  .join('\n')
