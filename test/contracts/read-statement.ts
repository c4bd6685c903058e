/** Reads the sandbox acquirer's ledger while another process writes it, or after that process has died. */
import { DatabaseSync } from 'node:sqlite'
import type { BookTransaction, Incident } from '../../src/acquirers/sandbox/book-store.ts'
import { listIncidents, listTransactions } from '../../src/acquirers/sandbox/sqlite/statement.ts'

export function readStatement(
  file: string,
  nowMs: number,
): Readonly<{ transactions: readonly BookTransaction[]; incidents: readonly Incident[] }> {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5_000 })
  try {
    return { transactions: [...listTransactions(db, nowMs)], incidents: listIncidents(db) }
  } finally {
    db.close()
  }
}
