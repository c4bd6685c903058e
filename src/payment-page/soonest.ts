/** How long a form waits for the acquirer. */
import type { Payment } from '../core/payment/payment.ts'
import type { PageContext } from './page-context.ts'

/** The outcome, or the saved payment if the customer has waited long enough. */
export async function soonest(
  page: PageContext,
  payment: Payment,
  outcome: Promise<Payment>,
): Promise<Payment> {
  const done = new AbortController()
  const waited = page.gateway.clock.sleep(page.holdSubmitMs, done.signal).then(() => payment)
  const first = await Promise.race([outcome, waited])
  done.abort()
  return first
}
