/**
 * Asks each acquirer about a payment that it has approved. With the credentials of another account, it does not know it. Then
 * payments whose outcome was still open would not be found either, and would count as never made.
 */

import { sandboxName } from '../core/card/test-cards.ts'
import { errorName } from '../core/error-name.ts'
import { approvedAttempt, type Mode, type Payment } from '../core/payment/payment.ts'
import { askAcquirer } from './ask-acquirer.ts'
import type { Gateway } from './gateway.ts'
import { inquire } from './questions.ts'
import { askedOf, attemptTerms } from './terms.ts'

/** An installation may have thousands, and one payment is enough. */
const merchantsMax = 50

/** `modes`: those with an acquirer other than the sandbox. Only writes to the log. Never rejects. */
export async function checkKnownPayments(gateway: Gateway, modes: readonly Mode[]): Promise<void> {
  try {
    for (const mode of modes) await checkMode(gateway, mode)
  } catch (error) {
    gateway.log.warn({ cause: errorName(error) }, 'the account of the acquirers could not be checked')
  }
}

async function checkMode(gateway: Gateway, mode: Mode): Promise<void> {
  const unchecked = new Set([...gateway.acquirers[mode].byName.keys()].filter((name) => name !== sandboxName))
  if (unchecked.size === 0) return
  const merchants = await gateway.storage.listMerchants()
  for (const { id: merchantId } of merchants.slice(0, merchantsMax)) {
    if (unchecked.size === 0) return
    const payment = await newestOf(gateway, merchantId, mode)
    if (payment !== null && unchecked.delete(approvedAttempt(payment)?.acquirer ?? ''))
      await check(gateway, payment)
  }
}

async function newestOf({ storage }: Gateway, merchantId: string, mode: Mode): Promise<Payment | null> {
  const page = await storage.listPayments({
    ...{ merchantId, mode, limit: 1, startingAfter: null, endingBefore: null },
    ...{ createdFromMs: null, createdBeforeMs: null },
    filters: { status: 'succeeded' },
  })
  return page.payments[0] ?? null
}

/** An adapter that gets "not found" for an ID of its own raises this alarm itself, and says that the outcome is unknown. */
async function check(gateway: Gateway, payment: Payment): Promise<void> {
  const attempt = approvedAttempt(payment)
  if (attempt === null) return
  const terms = attemptTerms(gateway, payment, attempt)
  const { kind } = await askAcquirer(gateway, askedOf(payment, attempt), inquire(terms))
  if (kind !== 'not_found') return
  gateway.log.error(
    { alarm: 'acquirer_account', mode: payment.mode, acquirer: attempt.acquirer, paymentId: payment.id },
    'the acquirer does not know a payment that it has approved: are the credentials those of another account?',
  )
}
