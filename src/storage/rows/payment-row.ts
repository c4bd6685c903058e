/**
 * How a payment lies in columns, and back. Pure, and without a word of SQL dialect, so that another engine stores the
 * same rows.
 */
import type { Attempt } from '../../core/attempt/attempt.ts'
import type { DeclineCode } from '../../core/attempt/decline.ts'
import { type Currency, currencies } from '../../core/money.ts'
import { type Customer, type Ending, type Mode, type Payment, wakeAtMs } from '../../core/payment/payment.ts'
import { statusOf } from '../../core/payment/status.ts'
import type { Refund } from '../../core/refund/refund.ts'
import { type CardColumns, cardOf, type Value } from './card-row.ts'
import { DamagedRow, fromJson, known, knownDeclineCodes } from './damaged-row.ts'

export type PaymentRow = CardColumns &
  Readonly<{
    id: string
    merchant_id: string
    mode: Mode
    kind: Payment['kind']
    amount_minor: number
    currency: Currency
    description: string | null
    metadata: string | null
    return_url: string | null
    callback_url: string | null
    supplied_customer: string | null
    attempts_max: number
    created_at_ms: number
    expires_at_ms: number
    customer_email: string | null
    customer_name: string | null
    ending: Ending['kind'] | null
    ended_at_ms: number | null
    ending_decline_code: DeclineCode | null
    version: number
    epoch: number
    attempt_count: number
    refund_count: number
  }>

/** In the order of {@link termsValues}. */
export const termsColumns = [
  'id',
  'merchant_id',
  'mode',
  'kind',
  'amount_minor',
  'currency',
  'description',
  'metadata',
  'return_url',
  'callback_url',
  'supplied_customer',
  'attempts_max',
  'created_at_ms',
  'expires_at_ms',
] as const satisfies readonly (keyof PaymentRow)[]

/** In the order of {@link stateValues}. */
export const stateColumns = [
  'card_brand',
  'card_last4',
  'card_exp_month',
  'card_exp_year',
  'card_country',
  'customer_email',
  'customer_name',
  'ending',
  'ended_at_ms',
  'ending_decline_code',
  'version',
  'epoch',
  'attempt_count',
  'refund_count',
  'status',
  'wake_at_ms',
  'event_hash',
] as const

/** What a payment is read from: status and wake time are for filters only, the hash for the next event. */
export const paymentColumns = [...termsColumns, ...stateColumns.slice(0, -3)]

/** How many characters of text a payment holds, with its refunds: what makes one payment larger than another. */
export function textLengthOf(row: PaymentRow): number {
  const { description, metadata, return_url, callback_url, supplied_customer } = row
  const own = [description, metadata, return_url, callback_url, supplied_customer]
  return own.reduce((sum, text) => sum + (text?.length ?? 0), row.refund_count * refundTextLength)
}

/** About as much as the API tells of one. */
const refundTextLength = 400

export function termsValues(payment: Payment): Value[] {
  return [
    payment.id,
    payment.merchantId,
    payment.mode,
    payment.kind,
    payment.amountMinor,
    payment.currency,
    payment.description,
    jsonOf(payment.metadata),
    payment.returnUrl,
    payment.callbackUrl,
    jsonOf(payment.suppliedCustomer),
    payment.attemptsMax,
    payment.createdAtMs,
    payment.expiresAtMs,
  ]
}

export function stateValues(payment: Payment, eventHash: string): Value[] {
  const { card, customer, ending } = payment
  return [
    card === null ? null : card.brand,
    card === null ? null : card.last4,
    card === null ? null : card.expMonth,
    card === null ? null : card.expYear,
    card === null ? null : card.country,
    customer === null ? null : customer.email,
    customer === null ? null : customer.name,
    ending === null ? null : ending.kind,
    ending === null ? null : ending.atMs,
    ending?.kind === 'failed' ? ending.declineCode : null,
    payment.version,
    payment.epoch,
    payment.attempts.length,
    payment.refunds.length,
    statusOf(payment),
    wakeAtMs(payment),
    eventHash,
  ]
}

const modes = new Set<Mode>(['test', 'live'])
const kinds = new Set<Payment['kind']>(['hosted', 'direct'])
const knownCurrencies = new Set(currencies)
const endings = new Set<Ending['kind']>(['succeeded', 'failed', 'expired', 'canceled'])

export function paymentOf(
  row: PaymentRow,
  attempts: readonly Attempt[],
  refunds: readonly Refund[],
): Payment {
  return {
    id: row.id,
    merchantId: row.merchant_id,
    mode: known(modes, row.mode, 'payments.mode'),
    kind: known(kinds, row.kind, 'payments.kind'),
    amountMinor: row.amount_minor,
    currency: known(knownCurrencies, row.currency, 'payments.currency'),
    description: row.description,
    metadata: row.metadata === null ? null : fromJson(row.metadata, 'payments.metadata'),
    returnUrl: row.return_url,
    callbackUrl: row.callback_url,
    suppliedCustomer:
      row.supplied_customer === null ? null : fromJson(row.supplied_customer, 'payments.supplied_customer'),
    attemptsMax: row.attempts_max,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
    card: cardOf(row),
    customer: customerOf(row),
    attempts,
    ending: endingOf(row),
    refunds,
    version: row.version,
    epoch: row.epoch,
  }
}

function jsonOf(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value)
}

function customerOf(row: PaymentRow): Customer | null {
  if (row.customer_email === null || row.customer_name === null) return null
  return { email: row.customer_email, name: row.customer_name }
}

function endingOf(row: PaymentRow): Ending | null {
  if (row.ending === null || row.ended_at_ms === null) return null
  const kind = known(endings, row.ending, 'payments.ending')
  if (kind !== 'failed') return { kind, atMs: row.ended_at_ms }
  if (row.ending_decline_code === null) throw new DamagedRow('payments.ending_decline_code')
  const declineCode = known(knownDeclineCodes, row.ending_decline_code, 'payments.ending_decline_code')
  return { kind, atMs: row.ended_at_ms, declineCode }
}
