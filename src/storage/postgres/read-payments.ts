/** Payments as one statement reads them, with their attempts and refunds. */
import type { Payment } from '../../core/payment/payment.ts'
import type { AttemptRow } from '../rows/attempt-row.ts'
import { wholePayment } from '../rows/payment-parts.ts'
import { type PaymentRow, paymentColumns } from '../rows/payment-row.ts'
import type { RefundRow } from '../rows/refund-row.ts'
import { attemptsOfPaymentText } from './attempts.ts'
import { refundsOfPaymentText } from './refunds.ts'

export type StoredPayment = PaymentRow &
  Readonly<{
    event_hash: string
    attempts: readonly AttemptRow[] | null
    refunds: readonly RefundRow[] | null
  }>

const texts = [...paymentColumns, 'event_hash']

/** What is read from the row and its personal data: how it is computed, and what it is then called. */
export const ownColumns = {
  texts,
  names: texts.map((text) => text.split(' as ').at(-1) ?? text),
} as const

/** Of rows that are called `payments`. */
export const partColumns = [attemptsOfPaymentText, refundsOfPaymentText]

export const wholeColumns = [...texts, ...partColumns].join(', ')

export const findPaymentsText = `select ${wholeColumns} from payments where id = any($1::text[])`

export function storedPaymentOf(row: StoredPayment): Payment {
  return wholePayment(row, row.attempts ?? [], row.refunds ?? [])
}
