/** The reference tables in PostgreSQL. */
import type { Sql, TransactionSql } from 'postgres'
import {
  missingCodes,
  type ReferenceTable,
  referenceTables,
  refuseUnknownCodes,
} from '../reference-tables.ts'

export async function hasAllReferences(sql: Sql | TransactionSql, name: string): Promise<boolean> {
  return (await readMissing(sql, name)).every(({ codes }) => codes.length === 0)
}

/** In the transaction that has brought the schema up to date. */
export async function addReferences(transaction: TransactionSql, name: string): Promise<void> {
  for (const { table, codes } of await readMissing(transaction, name)) {
    if (codes.length === 0) continue
    await transaction`insert into ${transaction(table)} ${transaction(codes.map((code) => ({ code })))}`
  }
}

const allText = referenceTables
  .map(({ table }) => `select '${table}' as name, code from ${table}`)
  .join(' union all ')

/** The tables, with the codes that they lack. */
async function readMissing(
  sql: Sql | TransactionSql,
  databaseName: string,
): Promise<readonly ReferenceTable[]> {
  const rows = await sql.unsafe(allText)
  return referenceTables.map((reference) => {
    const stored = rows.filter(({ name }) => name === reference.table).map(({ code }) => String(code))
    refuseUnknownCodes(reference, stored, databaseName)
    return { table: reference.table, codes: missingCodes(reference, stored) }
  })
}
