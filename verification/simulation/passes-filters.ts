/** What a filtered list must hold, without a database. */
import type { Payment } from '../../src/core/payment/payment.ts'
import { filterValues, type PaymentFilters, paymentFilters } from '../../src/core/payment/payment-filters.ts'

export function passes(payment: Payment, filters: PaymentFilters): boolean {
  return paymentFilters.every((filter) => {
    const wanted = filters[filter] ?? null
    return wanted === null || filterValues[filter](payment) === wanted
  })
}
