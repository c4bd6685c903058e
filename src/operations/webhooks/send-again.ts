/**
 * Sending events again, or a test: everything is only queued, because the process that serves the API may not be the one that
 * sends.
 */
import type { IdempotencyRecord } from '../../core/idempotency-record.ts'
import { type StoredEvent, testEventType } from '../../core/public-events.ts'
import type { Delivery } from '../../core/webhook/delivery.ts'
import type { WebhookEndpoint } from '../../core/webhook/endpoint.ts'
import type { Recovered } from '../../ports/sending-storage.ts'
import type { Gateway } from '../gateway.ts'
import type { Responded } from '../respond.ts'

/** A limit, because the rows of one request are written together. */
const recoveredMax = 10_000

type Sent<Response> = Response | 'idempotency_key_taken'

/** Saves a test event for this endpoint, due at once. */
export async function sendTest<Response>(
  gateway: Gateway,
  endpoint: WebhookEndpoint,
  bodyOf: (eventId: string, atMs: number) => string,
  respond: (delivery: Delivery) => Responded<Response>,
): Promise<Sent<Response>> {
  const createdAtMs = gateway.clock.nowMs()
  const id = `evt_${gateway.newUlid(createdAtMs)}`
  const delivery: Delivery = {
    ...{ endpointId: endpoint.id, eventId: id, eventType: testEventType, paymentId: null },
    ...{ state: 'pending', trigger: 'test', attemptCount: 0, scheduleCount: 0, nextAtMs: createdAtMs },
    ...{ createdAtMs, completedAtMs: null, lastStatusCode: null, lastError: null },
  }
  const { response, record: idempotency } = respond(delivery)
  const event = { id, createdAtMs, body: bodyOf(id, createdAtMs) }
  const added = await gateway.storage.addTestEvent({ endpoint, event, idempotency })
  if (added !== 'saved') return added
  gateway.eventListeners.tell([event])
  return response
}

/** One attempt for each endpoint, with the same ID, and without retries. */
export async function resendEvent<Response>(
  gateway: Gateway,
  event: StoredEvent,
  endpointId: string | null,
  respond: (deliveries: readonly Delivery[]) => Responded<Response>,
): Promise<Sent<Response>> {
  const { storage, clock, eventListeners } = gateway
  const atMs = clock.nowMs()
  const id = gateway.newUlid(atMs)
  const sent = await responding(respond, (keep) =>
    storage.resendEvent({ id, owner: event, event, endpointId, atMs, keep }),
  )
  if (sent !== 'idempotency_key_taken') eventListeners.tell([event])
  return sent
}

/** The schedule begins again for what has failed or was skipped. */
export async function recoverDeliveries<Response>(
  { storage, clock }: Gateway,
  endpointId: string,
  span: Readonly<{ fromMs: number; beforeMs: number | null }>,
  respond: (recovered: Recovered) => Responded<Response>,
): Promise<Sent<Response>> {
  return responding(respond, (keep) =>
    storage.recoverDeliveries({ endpointId, ...span, atMs: clock.nowMs(), limit: recoveredMax, keep }),
  )
}

/** The response is made in the transaction, from what it has done. */
async function responding<Result extends object, Response>(
  respond: (result: Result) => Responded<Response>,
  send: (keep: (result: Result) => IdempotencyRecord | null) => Promise<Result | 'idempotency_key_taken'>,
): Promise<Sent<Response>> {
  let response: Response | undefined
  const sent = await send((result) => {
    const made = respond(result)
    response = made.response
    return made.record
  })
  return sent === 'idempotency_key_taken' ? 'idempotency_key_taken' : (response as Response)
}
