/** What of our book has no statement to be compared with. */
import type { Payment } from '../../core/payment/payment.ts'
import type { AccountName } from '../../core/reconciliation/books.ts'
import { type Entry, entriesOf } from '../../core/reconciliation/reconcile-entries.ts'
import type { StatementSpan } from '../../core/reconciliation/statement.ts'

export type Unread = Readonly<{
  /** Undefined: all accounts. */
  account?: AccountName
  why: 'no_statements' | 'unreadable'
  /** Why it could not be read. */
  cause: string | null
}>

export type Uncompared = Readonly<{
  acquirer: string
  account?: AccountName
  why: Unread['why'] | 'not_configured' | 'another_account'
  cause: string | null
  /** How many authorizations and refunds of ours this concerns: those that have moved money, or may have. */
  entries: number
}>

/** How many authorizations and refunds of the span are at this account; undefined stands for all of the acquirer. */
export function entriesAt(
  payments: readonly Payment[],
  span: StatementSpan,
  acquirer: string,
  account: AccountName | undefined,
): number {
  return entriesWithin(payments, span).filter(
    ({ owner }) => owner.acquirer === acquirer && (account === undefined || owner.account === account),
  ).length
}

/** Those that hold payments, but are no longer configured. */
export function missingAcquirers(
  payments: readonly Payment[],
  span: StatementSpan,
  configured: ReadonlyMap<string, unknown>,
): readonly Uncompared[] {
  const missing = entriesWithin(payments, span).filter(({ owner }) => !configured.has(owner.acquirer))
  return [...Map.groupBy(missing, ({ owner }) => owner.acquirer)].map(([acquirer, entries]) => ({
    ...{ acquirer, why: 'not_configured', cause: null },
    entries: entries.length,
  }))
}

function entriesWithin(payments: readonly Payment[], { fromMs, toMs }: StatementSpan): readonly Entry[] {
  return payments
    .flatMap(entriesOf)
    .filter(({ moneyMoved, atMs }) => moneyMoved !== 'no' && atMs >= fromMs && atMs < toMs)
}
