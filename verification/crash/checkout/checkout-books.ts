/** The stand-in's book in the form in which the campaign compares books: that of the sandbox's ledger. */
import type { DatabaseSync } from 'node:sqlite'
import type { BookPayment, CheckoutBook } from '../../acquirers/checkout/book.ts'
import { checkStandInBooks } from '../behind-stand-in.ts'
import type { BookCheck } from '../books.ts'

export function checkCheckoutBooks(folder: string, book: CheckoutBook): Promise<BookCheck> {
  return checkStandInBooks(folder, (theirs) => {
    for (const payment of book.all()) fill(theirs, payment)
  })
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
