/** A payment that an acquirer must know, because it has approved it: it shows whose credentials the gateway has. */
import { approvedAttempt } from '../../core/payment/payment.ts'
import type { Gateway } from '../gateway.ts'
import type { AskedAcquirer } from './acquirers.ts'
import type { Control, Sought } from './known-accounts.ts'
import { attemptTerms } from './terms.ts'

/** Acquirers do not keep payments in their lists forever. */
const listedForMs = 90 * 24 * 3_600_000

/**
 * The newest one of the same account from before, because the credentials may have changed since. It is named as what is
 * sought was named: an ID would be found where a search is broken. Null if there is none.
 */
export async function controlFor(
  gateway: Gateway,
  { mode, acquirer }: AskedAcquirer,
  { account, startedAtMs, handle, acquirerTransactionId }: Sought,
): Promise<Control | null> {
  const { storage, rules, time } = gateway
  const fromMs = time.read().nowMs - listedForMs
  // Lists lag behind, so one that is too young may not be found yet.
  const query = { mode, acquirer, account, fromMs, toMs: startedAtMs - rules.quietMs }
  const paymentId = await storage.newestApproved(query)
  const payment = paymentId === null ? null : await storage.findPayment(paymentId)
  const attempt = payment === null ? null : approvedAttempt(payment)
  if (payment === null || attempt === null) return null
  const terms = attemptTerms(gateway, payment, attempt)
  return {
    paymentId: payment.id,
    terms: {
      ...terms,
      handle: handle === null ? null : terms.handle,
      acquirerTransactionId: acquirerTransactionId === null ? null : terms.acquirerTransactionId,
    },
  }
}
