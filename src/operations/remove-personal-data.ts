/** Removing personal data from payments that are over: one by one, or everything that ended before a time. */
import { errorName } from '../core/error-name.ts'
import type { PersonalDataRemoved } from '../core/payment/events.ts'
import type { Mode } from '../core/payment/payment.ts'
import { type Hold, personalDataHold, unfinishedHold } from '../core/payment/personal-data.ts'
import type { EndedPayment, Storage } from '../ports/storage.ts'
import { changePayment, contextOf } from './change-payment.ts'
import type { Gateway } from './gateway.ts'

/** The writes of a batch share a transaction, which takes a few milliseconds: others do not wait for long. */
export const removalBatch = 50

export type RemovalOutcome = 'removed' | 'already_removed' | 'not_found' | 'failed' | Hold

type RemovalTerms = Readonly<{
  by: PersonalDataRemoved['by']
  /** How long the data of a payment is kept at least after its last change. */
  keepMs: number
}>

/** In the order of the IDs. Rejects if the storage accepts none of them. */
export async function removePersonalData(
  gateway: Gateway,
  paymentIds: readonly string[],
  terms: RemovalTerms,
): Promise<readonly RemovalOutcome[]> {
  const results = await Promise.allSettled(paymentIds.map((id) => remove(gateway, id, terms)))
  const failures = results.filter((result) => result.status === 'rejected')
  const [failure] = failures
  if (failure !== undefined && failures.length === paymentIds.length) throw failure.reason
  return results.map((result, i) => {
    if (result.status === 'fulfilled') return result.value
    const cause = errorName(result.reason)
    gateway.log.error(
      { paymentId: paymentIds[i], cause },
      'the personal data of a payment could not be removed',
    )
    return 'failed'
  })
}

async function remove(gateway: Gateway, paymentId: string, terms: RemovalTerms): Promise<RemovalOutcome> {
  const result = await changePayment(gateway, paymentId, { type: 'remove_personal_data', ...terms })
  if (result.kind === 'changed') return 'removed'
  if (!('payment' in result)) return 'not_found'
  const { payment } = result
  if (payment.personalDataRemovedAtMs !== null) return 'already_removed'
  return unfinishedHold(payment) ?? 'recent'
}

/** What {@link removePersonalData} would do. */
export async function personalDataState(
  gateway: Gateway,
  paymentId: string,
): Promise<'removable' | 'already_removed' | 'not_found' | Hold> {
  const payment = await gateway.storage.findPayment(paymentId)
  if (payment === null) return 'not_found'
  if (payment.personalDataRemovedAtMs !== null) return 'already_removed'
  return personalDataHold(payment, contextOf(gateway), 0) ?? 'removable'
}

/** In batches. A payment that is left as it is does not come again. */
export async function* endedWithPersonalData(
  { listWithPersonalData }: Pick<Storage, 'listWithPersonalData'>,
  mode: Mode,
  endedBeforeMs: number,
): AsyncGenerator<readonly string[], void, void> {
  let after: EndedPayment | null = null
  do {
    const query = { mode, endedBeforeMs, after, limit: removalBatch }
    const batch: readonly EndedPayment[] = await listWithPersonalData(query)
    if (batch.length > 0) yield batch.map(({ id }) => id)
    after = batch[removalBatch - 1] ?? null
  } while (after !== null)
}

/** Reads all personal data, because it has no index. */
export async function paymentsOfEmail(
  storage: Pick<Storage, 'findPaymentsByEmail'>,
  email: string,
): Promise<readonly string[]> {
  const found = new Set<string>()
  for (let from: number | null = 0; from !== null; ) {
    const { ids, next } = await storage.findPaymentsByEmail(email, from)
    for (const id of ids) found.add(id)
    from = next
  }
  return [...found]
}
