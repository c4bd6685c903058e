/** The stand-in's book in the form in which the campaign compares books: that of the sandbox's ledger. */
import type { DatabaseSync } from 'node:sqlite'
import type { StripeBook } from '../../acquirers/stripe/stripe-book.ts'
import { checkStandInBooks } from '../behind-stand-in.ts'
import type { BookCheck } from '../books.ts'

export function checkStripeBooks(folder: string, book: StripeBook): Promise<BookCheck> {
  return checkStandInBooks(folder, (theirs) => fill(theirs, book))
}

/** An attempt that was taken back by a refund is one entry. */
function fill(theirs: DatabaseSync, book: StripeBook): void {
  const refunds = book
    .refunds()
    .map((refund) => ({ ...refund, reference: refund.metadata.flowlix_reference ?? refund.id }))
  const isReversal = (reference: string) => /[0-9a-f]{32}a[0-9]+v$/.test(reference)
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
