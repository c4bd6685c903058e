/** The stand-in's book in the form in which the campaign compares books: that of the sandbox's ledger. */
import { DatabaseSync } from 'node:sqlite'
import type { BookPayment, CheckoutBook } from '../../acquirers/checkout/book.ts'
import { databaseFile } from '../../gateway-process.ts'
import { type BookCheck, compareBooks, type Row } from '../books.ts'
import { withBook } from '../sqlite-books.ts'

const schema = `
  create table authorizations (reference, payment_key, amount_minor, currency, state);
  create table refunds (reference, amount_minor, state, becomes, due_at_ms);
  create table incidents (payment_key);
`

export function checkCheckoutBooks(folder: string, book: CheckoutBook): Promise<BookCheck> {
  const theirs = new DatabaseSync(':memory:')
  theirs.exec(schema)
  for (const payment of book.all()) fill(theirs, payment)
  return withBook(databaseFile(folder), (ours) =>
    compareBooks(ours, { rows: async (sql) => theirs.prepare(sql).all() as Row[] }),
  ).finally(() => theirs.close())
}

const approved: readonly string[] = ['Authorized', 'Captured', 'Partially Refunded', 'Refunded']

/** A refund by the gateway itself takes its payment back: they are one entry. */
function fill(theirs: DatabaseSync, payment: BookPayment): void {
  const reference = nameOf(payment)
  const refunds = payment.actions.filter(({ type }) => type === 'Refund')
  const isCorrection = (name: string) => name.startsWith(`${reference}c`)
  const isPaidBack = refunds.some((refund) => refund.approved !== false && isCorrection(nameOf(refund)))
  const state = approved.includes(payment.status) && !isPaidBack ? 'approved' : payment.status
  const { amount, currency } = payment
  theirs
    .prepare('insert into authorizations values (?, ?, ?, ?, ?)')
    .run(reference, reference.replace(/a\d+$/, ''), amount, currency.toLowerCase(), state)
  const add = theirs.prepare('insert into refunds values (?, ?, ?, ?, 0)')
  for (const refund of refunds.filter((one) => !isCorrection(nameOf(one)))) {
    const outcome = refund.approved === false ? 'failed' : 'succeeded'
    add.run(nameOf(refund), refund.amount, refund.approved === null ? 'pending' : outcome, outcome)
  }
}

function nameOf({ reference, metadata, id }: Pick<BookPayment, 'reference' | 'metadata' | 'id'>): string {
  return 'flowlix_reference' in metadata ? String(metadata.flowlix_reference) : (reference ?? id)
}
