/** What merchants were told about a payment, endpoint by endpoint, with every attempt. */
import { explainDelivery, explainDeliveryAttempt } from '../core/explain/explain-delivery.ts'
import type { Payment } from '../core/payment/payment.ts'
import type { StoredEvent } from '../core/public-events.ts'
import type { WebhookEndpoint } from '../core/webhook/endpoint.ts'
import type { Storage } from '../ports/storage.ts'

type Time = (atMs: number) => string

/** A payment has an ending, a challenge or two, and two events for each refund. */
const eventsMax = 300

/** Empty if no endpoint was ever to be told of it. */
export async function explainWebhooks(
  storage: Storage,
  payment: Payment,
  time: Time,
): Promise<readonly string[]> {
  const owner = { merchantId: payment.merchantId, mode: payment.mode }
  const endpoints = await storage.listEndpoints(owner)
  if (endpoints.length === 0) return []
  const { events } = await storage.listPublicEvents({
    ...owner,
    limit: eventsMax,
    paymentId: payment.id,
    ...{ startingAfter: null, endingBefore: null, type: null, createdFromMs: null, createdBeforeMs: null },
  })
  const lines: string[] = []
  for (const event of events.toReversed())
    for (const endpoint of endpoints) lines.push(...(await linesOf(storage, event, endpoint, time)))
  return lines.length === 0 ? [] : ['', 'Webhooks:', ...lines]
}

async function linesOf(
  storage: Storage,
  event: StoredEvent,
  endpoint: WebhookEndpoint,
  time: Time,
): Promise<readonly string[]> {
  const delivery = await storage.findDelivery(endpoint.id, event.id)
  if (delivery === null) return []
  const attempts = await storage.listAttempts(endpoint.id, event.id)
  return [
    `  ${explainDelivery(delivery, endpoint.url === null, time)}`,
    ...attempts.map((attempt) => `    ${explainDeliveryAttempt(attempt, time)}`),
  ]
}
