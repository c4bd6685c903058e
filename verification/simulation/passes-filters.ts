/** What a filtered list must hold, without a database. */
import type { Payment } from '../../src/core/payment/payment.ts'
import { filterValues, type PaymentFilters, paymentFilters } from '../../src/core/payment/payment-filters.ts'
import type { PaymentQuery } from '../../src/ports/storage.ts'

export function passes(payment: Payment, filters: PaymentFilters): boolean {
  return paymentFilters.every((filter) => {
    const wanted = filters[filter] ?? null
    return wanted === null || filterValues[filter](payment) === wanted
  })
}

export function matches(payment: Payment, query: PaymentQuery): boolean {
  return (
    payment.merchantId === query.merchantId &&
    payment.mode === query.mode &&
    passes(payment, query.filters) &&
    (query.createdFromMs === null || payment.createdAtMs >= query.createdFromMs) &&
    (query.createdBeforeMs === null || payment.createdAtMs < query.createdBeforeMs)
  )
}
