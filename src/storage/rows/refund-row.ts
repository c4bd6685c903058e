/** Maps a refund to database columns and back, for every engine. */
import type { DeclineCode } from '../../core/decline.ts'
import { type Refund, type RefundState, refundStates } from '../../core/refund/refund.ts'
import type { Value } from './card-row.ts'
import { known, knownDeclineCodes, knownOrNull } from './damaged-row.ts'

export type RefundRow = Readonly<{
  id: string
  amount_minor: number
  reason: string
  state: RefundState
  reference: string
  decline_code: DeclineCode | null
  acquirer_refund_id: string | null
  inquiries: number
  not_found_count: number
  next_at_ms: number | null
  created_at_ms: number
  updated_at_ms: number
  completed_at_ms: number | null
}>

/** In the order of {@link refundValues}: first what never changes. */
export const refundKeyColumns = ['payment_id', 'position'] as const
export const refundFixedColumns = ['id', 'amount_minor', 'reason', 'reference', 'created_at_ms'] as const
export const refundStateColumns = [
  'state',
  'decline_code',
  'acquirer_refund_id',
  'inquiries',
  'not_found_count',
  'next_at_ms',
  'updated_at_ms',
  'completed_at_ms',
] as const

export function refundValues(paymentId: string, position: number, refund: Refund): Value[] {
  return [
    paymentId,
    position,
    refund.id,
    refund.amountMinor,
    refund.reason,
    refund.reference,
    refund.createdAtMs,
    refund.state,
    refund.declineCode,
    refund.acquirerRefundId,
    refund.inquiries,
    refund.notFoundCount,
    refund.nextAtMs,
    refund.updatedAtMs,
    refund.completedAtMs,
  ]
}

const states = new Set(refundStates)

export function refundOf(row: RefundRow): Refund {
  return {
    id: row.id,
    amountMinor: row.amount_minor,
    reason: row.reason,
    state: known(states, row.state, 'refunds.state'),
    reference: row.reference,
    declineCode: knownOrNull(knownDeclineCodes, row.decline_code, 'refunds.decline_code'),
    acquirerRefundId: row.acquirer_refund_id,
    inquiries: row.inquiries,
    notFoundCount: row.not_found_count,
    nextAtMs: row.next_at_ms,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    completedAtMs: row.completed_at_ms,
  }
}
