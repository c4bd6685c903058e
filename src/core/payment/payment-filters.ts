/** What lists of payments can be filtered by. Storage has a column of the same name for each, and an index. */
import type { Payment } from './payment.ts'
import { statusOf } from './status.ts'

/** The value that a payment has for each filter. */
export const filterValues = {
  status: statusOf,
} as const satisfies Readonly<Record<string, (payment: Payment) => string>>

export type PaymentFilter = keyof typeof filterValues

export const paymentFilters = Object.keys(filterValues) as readonly PaymentFilter[]

/** A filter that is null or left out lets every payment pass. */
export type PaymentFilters = Readonly<{
  [Filter in PaymentFilter]?: ReturnType<(typeof filterValues)[Filter]> | null | undefined
}>
