/** The ledger in a SQLite file. One process writes it, so a change is over before another one begins. */
import type { DatabaseSync } from 'node:sqlite'
import type { BookStore, Entries, Pen } from '../book-store.ts'
import { Authorizations } from './authorizations.ts'
import { transact } from './open-book.ts'
import { Refunds } from './refunds.ts'
import { listIncidents, listTransactions } from './statement.ts'
import { Tombstones } from './tombstones.ts'

export function sqliteBook(db: DatabaseSync): BookStore {
  const authorizations = new Authorizations(db)
  const refunds = new Refunds(db)
  const tombstones = new Tombstones(db)
  const entries: Entries = {
    authorization: (reference) => authorizations.find(reference),
    refund: (reference) => refunds.find(reference),
    refundsOf: (originalReference) => refunds.findOf(originalReference),
    isTombstone: (reference) => tombstones.has(reference),
  }
  const pen: Pen = {
    addAuthorization: (one) => authorizations.insert(one),
    changeAuthorization: (reference, change, atMs) => authorizations.change(reference, change, atMs),
    addRefund: (one) => refunds.insert(one),
    endRefund: (reference, end, atMs) => refunds.end(reference, end, atMs),
    addTombstone: (reference, atMs) => tombstones.add(reference, atMs),
  }
  return {
    ready: async () => {},
    change: async (_, decide) => transact(db, () => decide(entries, pen)),
    read: async (_, look) => look(entries),
    findChallenge: async (challengeId) => authorizations.findChallenge(challengeId),
    transactions: async (nowMs) => listTransactions(db, nowMs),
    incidents: async () => listIncidents(db),
    close: async () => {
      if (db.isOpen) db.close()
    },
  }
}
