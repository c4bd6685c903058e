/** The API as a person would explain it: payments with a status and refunds. Small enough to be believed. */
import type { PanName, PaymentChange } from './commands.ts'

export type ModelRefund = { readonly amount: number; status: 'pending' | 'succeeded' | 'failed' }

export type ModelPayment = {
  readonly id: string
  /** Who sees it. */
  readonly merchant: 'a' | 'b'
  readonly amount: number
  status: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'expired' | 'canceled'
  declineCode: string | null
  doRefundsFail: boolean
  refunds: ModelRefund[]
}

const refundsMax = 100

/** Null: it is taken. */
export type Refusal = string | null

export function reserved(payment: ModelPayment): number {
  return payment.refunds.reduce((sum, { amount, status }) => (status === 'failed' ? sum : sum + amount), 0)
}

export function copyOf(payment: ModelPayment): ModelPayment {
  return { ...payment, refunds: payment.refunds.map((one) => ({ ...one })) }
}

/** What a card does to an open payment. */
export function charge(payment: ModelPayment, pan: PanName): void {
  const declineCode = { decline: 'do_not_honor', invalid: 'invalid_number' }[pan as string] ?? null
  payment.declineCode = declineCode
  payment.doRefundsFail = pan === 'failRefunds'
  if (declineCode !== null) payment.status = 'failed'
  else payment.status = pan === 'challenge' ? 'requires_action' : 'succeeded'
}

export function change(payment: ModelPayment, wish: PaymentChange): Refusal {
  return wish.type === 'cancel' ? cancel(payment) : refund(payment, wish.amount)
}

function cancel(payment: ModelPayment): Refusal {
  if (payment.status !== 'pending') return 'payment_not_cancelable'
  payment.status = 'canceled'
  return null
}

function refund(payment: ModelPayment, wish: number | null): Refusal {
  if (payment.status !== 'succeeded') return 'payment_not_refundable'
  const remaining = payment.amount - reserved(payment)
  if (remaining === 0) return 'payment_already_refunded'
  if (payment.refunds.length >= refundsMax) return 'refund_limit_reached'
  const amount = wish ?? remaining
  if (amount > remaining) return 'refund_amount_too_large'
  payment.refunds.push({ amount, status: 'pending' })
  return null
}

export function answerChallenge(payment: ModelPayment, outcome: 'pass' | 'fail' | 'cancel'): void {
  payment.status = outcome === 'pass' ? 'succeeded' : 'failed'
  payment.declineCode = outcome === 'pass' ? null : 'authentication_failed'
}

/** True when the customer may leave. */
export function abandon(payment: ModelPayment): boolean {
  if (payment.status !== 'pending' && payment.status !== 'requires_action') return false
  payment.status = 'failed'
  payment.declineCode = 'canceled_by_customer'
  return true
}

/** The bank has paid out what it will. */
export function payOut(payment: ModelPayment): void {
  for (const one of payment.refunds) {
    if (one.status === 'pending') one.status = payment.doRefundsFail ? 'failed' : 'succeeded'
  }
}

/** A day later. */
export function expire(payment: ModelPayment): void {
  payOut(payment)
  if (payment.status === 'pending') payment.status = 'expired'
  if (payment.status !== 'requires_action') return
  payment.status = 'failed'
  payment.declineCode = 'authentication_failed'
}

/** `payments` are newest first. */
export function page(
  payments: readonly ModelPayment[],
  query: Readonly<{ limit: number; status: string | null; after: string | null; before: string | null }>,
): Readonly<{ ids: readonly string[]; hasMore: boolean }> {
  const end = query.before === null ? payments.length : payments.findIndex(({ id }) => id === query.before)
  const start = query.after === null ? 0 : payments.findIndex(({ id }) => id === query.after) + 1
  const matching = payments.slice(start, end).filter(({ status }) => status === (query.status ?? status))
  const ids = (query.before === null ? matching.slice(0, query.limit) : matching.slice(-query.limit)).map(
    ({ id }) => id,
  )
  return { ids, hasMore: matching.length > query.limit }
}
