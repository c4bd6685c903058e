/** Deliveries of an endpoint: reading them, sending a test, recovering what was missed, and resending one event. */
import { z } from 'zod'
import { eventTypes, type StoredEvent, testEventType } from '../../core/public-events.ts'
import { recoverDeliveries, resendEvent, sendTest } from '../../operations/webhooks/send-again.ts'
import type { Owner } from '../../ports/event-storage.ts'
import type { Storage } from '../../ports/storage.ts'
import { ApiError } from '../api-error.ts'
import { type ApiResponse, defineEndpoint, KeyTakenMeanwhile, noQuery } from '../endpoint.ts'
import { ownEvent } from '../events.ts'
import { createdParameters, createdRange, pageParameters, readCursors } from '../list-query.ts'
import { unixSeconds } from '../unix-seconds.ts'
import { requireOwnUrl } from './callback-endpoint.ts'
import { recoverBody, resendBody } from './endpoint-schemas.ts'
import { ownDelivery, ownEndpoint } from './own-webhooks.ts'
import { presentAttempt, presentDelivery } from './present-webhooks.ts'

const path = '/v1/webhook_endpoints/:id'
const states = ['pending', 'succeeded', 'failed', 'skipped'] as const

export const listDeliveriesEndpoint = defineEndpoint({
  method: 'GET',
  path: `${path}/deliveries`,
  target: ownEndpoint,
  query: z.object({
    ...pageParameters('event'),
    status: z
      .enum(states, `must be one of ${states.join(', ')}.`)
      .optional()
      .meta({ description: 'Only deliveries with this status.' }),
    type: z
      .enum(eventTypes, `must be one of ${eventTypes.join(', ')}.`)
      .optional()
      .meta({ description: 'Only events of this type.' }),
    ...createdParameters('event'),
  }),
  body: 'none',
  needs: 'nothing',
  handle: async ({ gateway: { storage }, key, target, query }) => {
    const cursors = await readCursors(query, 'event', (id) => storage.findEvent(key, id))
    const { deliveries, hasMore } = await storage.listDeliveries({
      endpointId: target.id,
      limit: query.limit,
      startingAfter: cursors.startingAfter?.id ?? null,
      endingBefore: cursors.endingBefore?.id ?? null,
      state: query.status ?? null,
      type: query.type ?? null,
      ...createdRange(query),
    })
    const body = JSON.stringify({
      object: 'list',
      data: deliveries.map((delivery) => presentDelivery(delivery, key.mode === 'live')),
      has_more: hasMore,
      url: `/v1/webhook_endpoints/${target.id}/deliveries`,
    })
    return { status: 200, body }
  },
})

export const getDeliveryEndpoint = defineEndpoint({
  method: 'GET',
  path: `${path}/deliveries/:event_id`,
  target: ownDelivery,
  query: noQuery,
  body: 'none',
  needs: 'nothing',
  handle: async ({ gateway: { storage }, key, target }) => {
    const attempts = await storage.listAttempts(target.endpointId, target.eventId)
    const delivery = presentDelivery(target, key.mode === 'live')
    return { status: 200, body: JSON.stringify({ ...delivery, attempts: attempts.map(presentAttempt) }) }
  },
})

export const testWebhookEndpoint = defineEndpoint({
  method: 'POST',
  path: `${path}/test`,
  target: ownEndpoint,
  query: noQuery,
  body: 'ignored',
  needs: 'nothing',
  handle: async ({ gateway, key, target, respond }) => {
    requireOwnUrl(target, 'test')
    const livemode = key.mode === 'live'
    const bodyOf = (id: string, atMs: number): string =>
      JSON.stringify({
        ...{ id, object: 'event', type: testEventType, created_at: unixSeconds(atMs), livemode },
        data: { webhook_endpoint: target.id },
      })
    return orTaken(
      await sendTest(gateway, target, bodyOf, (delivery) =>
        respond(200, presentDelivery(delivery, livemode)),
      ),
    )
  },
})

export const recoverDeliveriesEndpoint = defineEndpoint({
  method: 'POST',
  path: `${path}/recover`,
  target: ownEndpoint,
  query: noQuery,
  body: { test: recoverBody, live: recoverBody },
  needs: 'nothing',
  handle: async ({ gateway, target, body, respond }) => {
    if (target.disabledAtMs !== null) {
      throw new ApiError('parameter_invalid', 'The endpoint is disabled: enable it first.', 'id')
    }
    const { since, until } = body
    const span = { fromMs: since * 1_000, beforeMs: until === undefined ? null : until * 1_000 }
    return orTaken(
      await recoverDeliveries(gateway, target.id, span, ({ recovered, hasMore }) =>
        respond(200, { object: 'webhook_recovery', recovered, has_more: hasMore }),
      ),
    )
  },
})

export const resendEventEndpoint = defineEndpoint({
  method: 'POST',
  path: '/v1/events/:id/resend',
  target: ownEvent,
  query: noQuery,
  body: { test: resendBody, live: resendBody },
  isBodyOptional: true,
  needs: 'nothing',
  handle: async ({ gateway, key, target, body, respond }) => {
    const { webhook_endpoint: id = null } = body
    if (id !== null) await requireReceiver(gateway.storage, key, id, target)
    return orTaken(
      await resendEvent(gateway, target, id, (deliveries) =>
        respond(200, {
          object: 'list',
          data: deliveries.map((delivery) => presentDelivery(delivery, key.mode === 'live')),
          has_more: false,
          url: `/v1/events/${target.id}/resend`,
        }),
      ),
    )
  },
})

async function requireReceiver(
  storage: Pick<Storage, 'findEndpoint' | 'findDelivery'>,
  key: Owner,
  id: string,
  event: Pick<StoredEvent, 'id' | 'type'>,
): Promise<void> {
  const endpoint = await storage.findEndpoint(key, id)
  if (endpoint === null) throw notReceiver('must be the ID of an endpoint of this key.')
  const isTest = event.type === testEventType
  if (endpoint.url !== null && !isTest) return
  if ((await storage.findDelivery(id, event.id)) !== null) return
  const kind = isTest ? 'an endpoint other than the tested one' : 'an endpoint for callback URLs'
  throw notReceiver(`names ${kind}, and this event was never meant for it.`)
}

function notReceiver(what: string): ApiError {
  return new ApiError('parameter_invalid', `The parameter webhook_endpoint ${what}`, 'webhook_endpoint')
}

function orTaken(response: ApiResponse | 'idempotency_key_taken'): ApiResponse {
  if (response === 'idempotency_key_taken') throw new KeyTakenMeanwhile()
  return response
}
