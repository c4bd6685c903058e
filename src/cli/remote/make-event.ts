/** Makes an event really happen, through the public API. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { PublicEventType } from '../../core/public-events.ts'
import { Refused, Rejected } from '../mistakes.ts'
import type { Arrival, Arrivals } from './arrivals.ts'
import type { GatewayApi } from './gateway-api.ts'
import { cardDetails } from './trigger-cards.ts'
import { type Way, ways } from './trigger-types.ts'

export type Wanted = Readonly<{
  type: PublicEventType
  /** Of the test card; null for a session. */
  number: string | null
  /** Amount, currency, and whatever else the payment is created with. */
  terms: Readonly<Record<string, unknown>>
  waitMs: number
}>

type Created = Readonly<{ id: string }>

/** Null if the event did not arrive in time. */
export async function makeEvent(
  api: GatewayApi,
  arrivals: Arrivals,
  { type, number, terms, waitMs }: Wanted,
): Promise<Arrival | null> {
  const way: Way = ways[type]
  const returnUrl = `${api.url}/sandbox/complete`
  const { id } = await whenAllowed(() =>
    number === null
      ? api.post<Created>('/v1/payments/hpp', { ...terms, redirect_url: returnUrl })
      : api.post<Created>('/v1/payments', {
          ...terms,
          card: cardDetails(number, new Date().getUTCFullYear()),
          return_url: returnUrl,
        }),
  )
  const endMs = performance.now() + waitMs
  if (way.next === 'refund' && (await arrivals.waitFor(id, 'payment.succeeded', endMs)) === null) return null
  await whenAllowed(() => proceed(api, id, way))
  return arrivals.waitFor(id, type, endMs)
}

async function proceed(api: GatewayApi, id: string, { next }: Way): Promise<void> {
  if (next === 'cancel') await api.post(`/v1/payments/${id}/cancel`)
  if (next === 'refund') await api.post(`/v1/payments/${id}/refund`, { reason: 'requested_by_customer' })
  if (next === 'expire') await expire(api, id)
}

async function expire(api: GatewayApi, id: string): Promise<void> {
  try {
    await api.post(`/sandbox/v1/payments/${id}/expire`)
  } catch (error) {
    if (!(error instanceof Rejected) || error.code !== 'resource_missing') throw error
    throw new Refused(
      'payment.expired can be triggered only in the sandbox: elsewhere, sessions expire only with time.',
    )
  }
}

/** Many payments can exceed the limit of the key. */
async function whenAllowed<T>(request: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await request()
    } catch (error) {
      if (!(error instanceof Rejected) || error.code !== 'rate_limit_exceeded') throw error
      await sleep(error.retryAfterMs ?? 1_000)
    }
  }
}
