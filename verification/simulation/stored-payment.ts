/** What a database would hold of a payment in memory, so that it can be verified as one. */
import type { AnyEvent } from '../../src/core/payment/events.ts'
import type { Payment } from '../../src/core/payment/payment.ts'
import { chainHash, chainStart } from '../../src/storage/event-chain.ts'
import { overwriting, separate } from '../../src/storage/personal-data.ts'
import {
  attemptFixedColumns,
  attemptKeyColumns,
  attemptStateColumns,
  attemptValues,
} from '../../src/storage/rows/attempt-row.ts'
import { stateColumns, stateValues, termsColumns, termsValues } from '../../src/storage/rows/payment-row.ts'
import {
  refundFixedColumns,
  refundKeyColumns,
  refundStateColumns,
  refundValues,
} from '../../src/storage/rows/refund-row.ts'
import type { EventRow, Row, StoredPayment } from '../../src/storage/verify-payment.ts'

/** With the version of the payment that it was saved with. */
export type SavedEvent = Readonly<{ version: number; event: AnyEvent }>

const paymentColumns = [...termsColumns, ...stateColumns]
const attemptColumns = [...attemptKeyColumns, ...attemptFixedColumns, ...attemptStateColumns]
const refundColumns = [...refundKeyColumns, ...refundFixedColumns, ...refundStateColumns]

export function storedPayment(payment: Payment, saved: readonly SavedEvent[]): StoredPayment {
  const events = eventRows(saved, payment.personalDataRemovedAtMs !== null)
  const head = events.at(-1)?.hash ?? chainStart
  return {
    payment: rowOf(paymentColumns, [...termsValues(payment), ...stateValues(payment, head)]),
    attempts: payment.attempts.map((attempt) => rowOf(attemptColumns, attemptValues(payment.id, attempt))),
    refunds: payment.refunds.map((refund, index) =>
      rowOf(refundColumns, refundValues(payment.id, index + 1, refund)),
    ),
    events,
    // The world's end compares them itself.
    publicEvents: [],
  }
}

function eventRows(saved: readonly SavedEvent[], isRemoved: boolean): readonly EventRow[] {
  let hash = chainStart
  return [...Map.groupBy(saved, ({ version }) => version)].flatMap(([version, group]) =>
    group.map(({ event }, position) => {
      const { body, personalData } = separate(event, () => 'salt')
      hash = chainHash(hash, body)
      const kept = personalData !== null && isRemoved ? overwriting(personalData) : personalData
      return { version, position, body, personal_data: kept, hash }
    }),
  )
}

function rowOf(columns: readonly string[], values: readonly Row[string][]): Row {
  return Object.fromEntries(columns.map((column, index) => [column, values[index] ?? null]))
}
