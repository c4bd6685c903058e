/** GET /v1/events and GET /v1/events/{id}: the events of payments, byte for byte as they were sent. */
import { z } from 'zod'
import { eventTypes, type StoredEvent } from '../core/public-events.ts'
import { ApiError } from './api-error.ts'
import { defineEndpoint, type Loader, noQuery } from './endpoint.ts'
import { createdParameters, createdRange, pageParameters, readCursors } from './list-query.ts'

export const ownEvent: Loader<StoredEvent> = async (storage, key, [id = '']) => {
  const event = await storage.findEvent(key, id)
  if (event === null) throw new ApiError('resource_missing', 'No such event exists for this key.', 'id')
  return event
}

export const getEventEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/events/:id',
  target: ownEvent,
  query: noQuery,
  body: 'none',
  needs: 'nothing',
  handle: async ({ target }) => ({ status: 200, body: target.body }),
})

export const listEventsEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/events',
  query: z.object({
    ...pageParameters('event'),
    type: z
      .enum(eventTypes, `must be one of ${eventTypes.join(', ')}.`)
      .optional()
      .meta({ description: 'Only events of this type.' }),
    payment: z.string().optional().meta({ description: 'Only events of the payment with this ID.' }),
    ...createdParameters('event'),
  }),
  body: 'none',
  needs: 'nothing',
  handle: async ({ gateway: { storage }, key, query }) => {
    const cursors = await readCursors(query, 'event', (id) => storage.findEvent(key, id))
    const { events, hasMore } = await storage.listPublicEvents({
      merchantId: key.merchantId,
      mode: key.mode,
      limit: query.limit,
      startingAfter: cursors.startingAfter?.id ?? null,
      endingBefore: cursors.endingBefore?.id ?? null,
      type: query.type ?? null,
      paymentId: query.payment ?? null,
      ...createdRange(query),
    })
    const data = events.map(({ body }) => body).join(',')
    const body = `{"object":"list","data":[${data}],"has_more":${hasMore},"url":"/v1/events"}`
    return { status: 200, body }
  },
})
