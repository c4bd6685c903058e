/** Lines of an acquirer's statement, as the tables of reconciliation need them. */

import { attemptReference, refundReference } from '../../src/core/attempt/reference.ts'
import type { Payment } from '../../src/core/payment/payment.ts'
import type { StatementLine } from '../../src/core/reconciliation/statement.ts'
import { at, given, installationId } from './situations.ts'

/** Our payment or none, their lines, and the differences as `kind, proposal, amount`. */
export type BookRow = readonly [
  name: string,
  payment: Payment | null,
  lines: readonly StatementLine[],
  expected: readonly string[],
]

/** Whose book the lines are. */
export const owner = { acquirer: 'acquirer1', account: null }

export const span = { fromMs: at(-3_600), toMs: at(3_600) }

/** Of the payment that every situation is about, its first attempt. */
export function authorization(
  state: StatementLine['state'],
  changes: Partial<StatementLine> = {},
): StatementLine {
  return {
    reference: attemptReference(installationId, given.opened.id, 1),
    handle: null,
    acquirerTransactionId: null,
    kind: 'authorization',
    state,
    amountMinor: 1_000,
    currency: 'eur',
    last4: '1111',
    originalReference: null,
    atMs: at(1),
    ...changes,
  }
}

export const refundId = '01jdefghjkmnpqrstvwxyz0123'

export function refundOf(amountMinor: number, changes: Partial<StatementLine> = {}): StatementLine {
  return {
    reference: refundReference(installationId, refundId),
    handle: null,
    acquirerTransactionId: null,
    kind: 'refund',
    state: 'succeeded',
    amountMinor,
    currency: 'eur',
    last4: null,
    originalReference: attemptReference(installationId, given.opened.id, 1),
    atMs: at(100),
    ...changes,
  }
}

export function inOurBook(payment: Payment | null, reference: string): boolean {
  const entries = payment === null ? [] : [...payment.attempts, ...payment.refunds]
  return entries.some((one) => one.reference === reference)
}
