/** Maps a payment to database columns and back, for every engine: there is no SQL here. */
import type { Attempt } from '../../core/attempt/attempt.ts'
import type { DeclineCode } from '../../core/decline.ts'
import { type Currency, currencies } from '../../core/money.ts'
import { type Customer, type Ending, type Mode, type Payment, wakeAtMs } from '../../core/payment/payment.ts'
import { statusOf } from '../../core/payment/status.ts'
import type { Refund } from '../../core/refund/refund.ts'
import { hasPersonalData, readPersonalData } from '../personal-data.ts'
import { type CardColumns, cardOf, type Value } from './card-row.ts'
import { DamagedRow, known, knownDeclineCodes } from './damaged-row.ts'

export type PaymentRow = CardColumns &
  Readonly<{
    id: string
    merchant_id: string
    mode: Mode
    kind: Payment['kind']
    amount_minor: number
    currency: Currency
    locale: string | null
    attempts_max: number
    extensions_max: number
    created_at_ms: number
    expires_at_ms: number
    ending: Ending['kind'] | null
    ended_at_ms: number | null
    ending_decline_code: DeclineCode | null
    extensions: number
    version: number
    epoch: number
    attempt_count: number
    refund_count: number
    personal_data_removed_at_ms: number | null
    /** Of the payment's creation, and of the last event that has some. */
    first_personal_data: string | null
    last_personal_data: string | null
  }>

/** In the order of {@link termsValues}. */
export const termsColumns = [
  'id',
  'merchant_id',
  'mode',
  'kind',
  'amount_minor',
  'currency',
  'locale',
  'attempts_max',
  'extensions_max',
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
  'card_network',
  'ending',
  'ended_at_ms',
  'ending_decline_code',
  'extensions',
  'version',
  'epoch',
  'attempt_count',
  'refund_count',
  'personal_data_removed_at_ms',
  'status',
  'wake_at_ms',
  'event_hash',
] as const

/** What a payment is read from: status and wake time are for filters only, the hash for the next event. */
export const paymentColumns = [
  ...termsColumns,
  ...stateColumns.slice(0, -3),
  `${personalDataText('asc')} as first_personal_data`,
  // Before the first attempt there is only one.
  `case when attempt_count > 0 then ${personalDataText('desc')} end as last_personal_data`,
]

function personalDataText(direction: 'asc' | 'desc'): string {
  return `(select body from personal_data where payment_number = payments.number
    order by version ${direction}, position ${direction} limit 1)`
}

/** The number of characters in a payment's strings and refunds, which make one payment larger than another. */
export function textLengthOf(row: PaymentRow): number {
  const { first_personal_data: first, last_personal_data: last, refund_count: refunds } = row
  const own = (first?.length ?? 0) + (last === first ? 0 : (last?.length ?? 0))
  return own + refunds * refundTextLength
}

/** About as much as the API shows of one. */
export const refundTextLength = 400

export function termsValues(payment: Payment): Value[] {
  return [
    payment.id,
    payment.merchantId,
    payment.mode,
    payment.kind,
    payment.amountMinor,
    payment.currency,
    payment.locale,
    payment.attemptsMax,
    payment.extensionsMax,
    payment.createdAtMs,
    payment.expiresAtMs,
  ]
}

export function stateValues(payment: Payment, eventHash: string): Value[] {
  const { card, ending } = payment
  return [
    card === null ? null : card.brand,
    card === null ? null : card.last4,
    card === null ? null : card.expMonth,
    card === null ? null : card.expYear,
    card === null ? null : card.country,
    card?.network ?? null,
    ending === null ? null : ending.kind,
    ending === null ? null : ending.atMs,
    ending?.kind === 'failed' ? ending.declineCode : null,
    payment.extensions,
    payment.version,
    payment.epoch,
    payment.attempts.length,
    payment.refunds.length,
    payment.personalDataRemovedAtMs,
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
  const isRemoved = row.personal_data_removed_at_ms !== null
  if (!isRemoved && !hasPersonalData(row.first_personal_data)) throw new DamagedRow('personal_data.body')
  const { salt: _, customer: named, ...terms } = readPersonalData(row.first_personal_data)
  return {
    id: row.id,
    merchantId: row.merchant_id,
    mode: known(modes, row.mode, 'payments.mode'),
    kind: known(kinds, row.kind, 'payments.kind'),
    amountMinor: row.amount_minor,
    currency: known(knownCurrencies, row.currency, 'payments.currency'),
    locale: row.locale,
    ...terms,
    attemptsMax: row.attempts_max,
    extensionsMax: row.extensions_max,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
    card: cardOf(row),
    customer: lastCustomer(row) ?? named,
    extensions: row.extensions,
    attempts,
    ending: endingOf(row),
    refunds,
    personalDataRemovedAtMs: row.personal_data_removed_at_ms,
    version: row.version,
    epoch: row.epoch,
  }
}

function lastCustomer({ first_personal_data: first, last_personal_data: last }: PaymentRow): Customer | null {
  return last === first ? null : readPersonalData(last).customer
}

function endingOf(row: PaymentRow): Ending | null {
  if (row.ending === null || row.ended_at_ms === null) return null
  const kind = known(endings, row.ending, 'payments.ending')
  if (kind !== 'failed') return { kind, atMs: row.ended_at_ms }
  if (row.ending_decline_code === null) throw new DamagedRow('payments.ending_decline_code')
  const declineCode = known(knownDeclineCodes, row.ending_decline_code, 'payments.ending_decline_code')
  return { kind, atMs: row.ended_at_ms, declineCode }
}
