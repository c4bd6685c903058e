/** The stand-in's book in the form in which the campaign compares books: that of the sandbox's ledger. */
import { DatabaseSync } from 'node:sqlite'
import type { StripeBook } from '../../acquirers/stripe/stripe-book.ts'
import { databaseFile } from '../../gateway-process.ts'
import { type BookCheck, compareBooks, type Row } from '../books.ts'
import { withBook } from '../sqlite-books.ts'

const schema = `
  create table authorizations (reference, payment_key, amount_minor, currency, state);
  create table refunds (reference, amount_minor, state, becomes, due_at_ms);
  create table incidents (payment_key);
`

export function checkStripeBooks(folder: string, book: StripeBook): Promise<BookCheck> {
  const theirs = new DatabaseSync(':memory:')
  theirs.exec(schema)
  fill(theirs, book)
  return withBook(databaseFile(folder), (ours) =>
    compareBooks(ours, { rows: async (sql) => theirs.prepare(sql).all() as Row[] }),
  ).finally(() => theirs.close())
}

/** An attempt that was taken back by a refund is one entry. */
function fill(theirs: DatabaseSync, book: StripeBook): void {
  const refunds = book
    .refunds()
    .map((refund) => ({ ...refund, reference: refund.metadata.flowlix_reference ?? refund.id }))
  const isReversal = (reference: string) => /a[0-9]+v$/.test(reference)
  const reversals = new Set(
    refunds.filter(({ status }) => status !== 'failed').map(({ reference }) => reference),
  )
  const authorize = theirs.prepare('insert into authorizations values (?, ?, ?, ?, ?)')
  for (const { id, metadata, amount, currency, status } of book.intents()) {
    const reference = metadata.flowlix_reference ?? id
    const isHeld = status === 'succeeded' && !reversals.has(`${reference}v`)
    authorize.run(
      reference,
      reference.replace(/a[0-9]+$/, ''),
      amount,
      currency,
      isHeld ? 'approved' : status,
    )
  }
  const refund = theirs.prepare('insert into refunds values (?, ?, ?, ?, 0)')
  for (const { reference, amount, status, becomes } of refunds) {
    if (!isReversal(reference)) refund.run(reference, amount, status, becomes)
  }
}
