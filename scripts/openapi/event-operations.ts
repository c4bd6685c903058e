/** The operations on events, as {@link operations} describes the others. */
import { eventId, payments } from './examples.ts'
import type { Operation } from './operations.ts'

const event = {
  id: eventId,
  object: 'event',
  type: 'payment.succeeded',
  created_at: payments.succeeded.succeeded_at,
  livemode: false,
  data: { payment: payments.succeeded },
}

export const eventOperations: Readonly<Record<string, Operation>> = {
  'GET /v1/events': {
    operationId: 'listEvents',
    tag: 'Events',
    summary: 'List events',
    description:
      'Newest first. Events are kept for 30 days unless the operator of the gateway has chosen another time. Pages work as in the list of payments. `GET /v1/events/stream` sends events as they happen, as server-sent events whose `id`, `event`, and `data` are the ID, the type, and the event itself. With the header `Last-Event-ID` it continues after that event, and may repeat some that happened shortly before it.',
    requestExample: null,
    success: {
      status: 200,
      description: 'A page of events.',
      schema: 'EventList',
      example: { object: 'list', data: [event], has_more: false, url: '/v1/events' },
    },
    errors: [],
  },
  'GET /v1/events/:id': {
    operationId: 'getEvent',
    tag: 'Events',
    summary: 'Retrieve an event',
    description: 'Returns the event with the payment as it was when this happened.',
    requestExample: null,
    success: { status: 200, description: 'The event.', schema: 'Event', example: event },
    errors: ['resource_missing'],
  },
}
