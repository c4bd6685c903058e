/** What an acquirer does not accept is declined before the acquirer is contacted. */
import type { DeclineCode } from '../../core/decline.ts'
import type { Payment } from '../../core/payment/payment.ts'
import type { Acquirer } from '../../ports/acquirer.ts'

/** Null if the amount and the currency are within the acquirer's limits. */
export function limitsDecline(
  { limits }: Pick<Acquirer, 'limits'>,
  { amountMinor, currency }: Pick<Payment, 'amountMinor' | 'currency'>,
): DeclineCode | null {
  if (limits === undefined) return null
  const range = limits[currency]
  if (range === undefined) return 'invalid_currency'
  return amountMinor < range.minMinor || amountMinor > range.maxMinor ? 'invalid_amount' : null
}
