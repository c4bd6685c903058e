/** Compares our book with the acquirer's, and repairs by rule what a program may repair. */
import { isAttemptSettled } from '../core/attempt.ts'
import type { Mode, Payment } from '../core/payment.ts'
import { type Comparison, compareBooks, type Difference } from '../core/reconcile.ts'
import { askAcquirer } from './ask-acquirer.ts'
import { changePayment } from './change-payment.ts'
import { AcquirerUnavailable, acquirerOf, type Gateway } from './gateway.ts'

export type Span = Readonly<{ mode: Mode; fromMs: number; toMs: number }>
export type Repaired = Difference & Readonly<{ result: 'adopted' | 'reversed' | 'left' }>

/** Attempts and refunds of payments created before the span may still move money in it. */
const lookBackMs = 181 * 24 * 3_600_000
const pageLimit = 100

export async function compare(gateway: Gateway, span: Span): Promise<Comparison> {
  const { statement } = acquirerOf(gateway, span.mode)
  if (statement === undefined) throw new AcquirerUnavailable('the acquirer gives no statement of its book')
  const lines = await statement.call(acquirerOf(gateway, span.mode), span)
  return compareBooks(await paymentsOf(gateway, span), lines, span)
}

async function paymentsOf(gateway: Gateway, { mode, fromMs, toMs }: Span): Promise<readonly Payment[]> {
  const all: Payment[] = []
  for (const merchant of await gateway.storage.listMerchants()) {
    let cursor: Payment | null = null
    do {
      const page: readonly Payment[] = await gateway.storage.listPayments({
        merchantId: merchant.id,
        mode,
        limit: pageLimit,
        startingAfter: cursor,
        endingBefore: null,
        status: null,
        createdFromMs: fromMs - lookBackMs,
        createdBeforeMs: toMs,
      })
      all.push(...page)
      cursor = page.length === pageLimit ? (page.at(-1) ?? null) : null
    } while (cursor !== null)
  }
  return all
}

/** Each repair stands alone: one that fails is left, and found again by the next run. */
export async function repair(gateway: Gateway, mode: Mode, difference: Difference): Promise<Repaired> {
  if (difference.proposal === 'adopt' && (await adopt(gateway, mode, difference))) {
    return { ...difference, result: 'adopted' }
  }
  // What could not be adopted any more (the payment has ended meanwhile) is money without a payment.
  const isReversible = difference.proposal === 'reverse' || difference.kind === 'only_theirs'
  const isTheirsOnly =
    isReversible && difference.proposal !== 'person' && (await isStillTheirsOnly(gateway, difference))
  if (isTheirsOnly && (await reverse(gateway, mode, difference.reference))) {
    return { ...difference, result: 'reversed' }
  }
  return { ...difference, result: 'left' }
}

/**
 * Since the comparison a customer may have begun the attempt that bears this reference, or a worker may have settled it:
 * then a reversal would take back a payment that succeeds. An open payment is left until it has ended.
 */
async function isStillTheirsOnly(gateway: Gateway, difference: Difference): Promise<boolean> {
  const { paymentId, reference } = difference
  const payment = paymentId === null ? null : await gateway.storage.findPayment(paymentId)
  if (payment === null) return true
  const attempt = payment.attempts.find((one) => one.reference === reference)
  if (attempt === undefined) return payment.ending !== null
  return isAttemptSettled(attempt) && attempt.state !== 'approved'
}

async function adopt(gateway: Gateway, mode: Mode, difference: Difference): Promise<boolean> {
  const { paymentId, reference, line } = difference
  const payment = paymentId === null ? null : await gateway.storage.findPayment(paymentId)
  if (payment === null || line === null) return false
  const known = payment.attempts.find((attempt) => attempt.reference === reference)
  const number = known?.number ?? payment.attempts.length + 1
  if (known === undefined) {
    const card = { brand: null, last4: line.last4 ?? '', expMonth: null, expYear: null, country: null }
    const started = await changePayment(gateway, payment.id, {
      type: 'start_attempt',
      number,
      card,
      customer: null,
    })
    if (started.kind !== 'changed') return false
  }
  const timeoutMs = gateway.settings.inquiryTimeoutMs
  const answer = await askAcquirer(gateway, timeoutMs, (signal) =>
    acquirerOf(gateway, mode).inquire(reference, signal),
  )
  const result = await changePayment(gateway, payment.id, { type: 'record_definite', number, answer })
  return result.kind === 'changed' && result.payment.ending?.kind === 'succeeded'
}

async function reverse(gateway: Gateway, mode: Mode, reference: string): Promise<boolean> {
  const timeoutMs = gateway.settings.inquiryTimeoutMs
  const answer = await askAcquirer(gateway, timeoutMs, (signal) =>
    acquirerOf(gateway, mode).reverse(reference, signal),
  )
  gateway.log.warn({ reference, answer: answer.kind }, 'reconciliation reversed money that has no payment')
  return answer.kind === 'reversed'
}
