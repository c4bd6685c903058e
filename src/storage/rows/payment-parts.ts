/** Builds payments from their rows and the rows of their attempts and refunds, which are read for a whole page together. */
import type { Payment } from '../../core/payment/payment.ts'
import { type AttemptRow, attemptOf } from './attempt-row.ts'
import { DamagedRow } from './damaged-row.ts'
import { type PaymentRow, paymentOf } from './payment-row.ts'
import { type RefundRow, refundOf } from './refund-row.ts'

type OfPayment = Readonly<{ payment_id: string }>
export type AttemptPartRow = AttemptRow & OfPayment
export type RefundPartRow = RefundRow & OfPayment

/** By payment. */
export type Parts = Readonly<{
  attempts: ReadonlyMap<string, readonly AttemptRow[]>
  refunds: ReadonlyMap<string, readonly RefundRow[]>
}>

/** Each reads the rows of all these payments, in the order of their numbers and positions. */
type PartReaders = Readonly<{
  attempts(paymentIds: readonly string[]): readonly AttemptPartRow[]
  refunds(paymentIds: readonly string[]): readonly RefundPartRow[]
}>

/** Two reads at most, and none for payments that have no parts. */
export function readParts(rows: readonly PaymentRow[], read: PartReaders): Parts {
  const withAttempts = rows.filter((row) => row.attempt_count > 0).map(({ id }) => id)
  const withRefunds = rows.filter((row) => row.refund_count > 0).map(({ id }) => id)
  return {
    attempts: byPayment(withAttempts.length === 0 ? [] : read.attempts(withAttempts)),
    refunds: byPayment(withRefunds.length === 0 ? [] : read.refunds(withRefunds)),
  }
}

export function withParts(row: PaymentRow, parts: Parts): Payment {
  const attempts = row.attempt_count === 0 ? [] : (parts.attempts.get(row.id) ?? [])
  const refunds = row.refund_count === 0 ? [] : (parts.refunds.get(row.id) ?? [])
  return wholePayment(row, attempts, refunds)
}

/** The parts are all that were found, in the order of their numbers and positions. */
export function wholePayment(
  row: PaymentRow,
  attempts: readonly AttemptRow[],
  refunds: readonly RefundRow[],
): Payment {
  if (attempts.length !== row.attempt_count) throw new DamagedRow('attempts are missing')
  if (refunds.length !== row.refund_count) throw new DamagedRow('refunds are missing')
  return paymentOf(row, attempts.map(attemptOf), refunds.map(refundOf))
}

function byPayment<Row extends OfPayment>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  return Map.groupBy(rows, ({ payment_id }) => payment_id)
}
