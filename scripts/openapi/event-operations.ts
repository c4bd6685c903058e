/** The operations on events, as {@link operations} describes the others. */
import { eventExample } from './event-examples.ts'
import { eventId } from './examples.ts'
import type { Operation } from './operation.ts'

const event = eventExample('payment.succeeded')

export const eventOperations: Readonly<Record<string, Operation>> = {
  'GET /v1/events': {
    operationId: 'listEvents',
    tag: 'Events',
    summary: 'List events',
    description:
      'Newest first. Events are kept for 30 days unless the operator of the gateway has chosen a different period. Pages work as in the list of payments.',
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
    description:
      'Returns the event with the payment as it was when this happened, byte for byte as it is sent.',
    requestExample: null,
    success: { status: 200, description: 'The event.', schema: 'Event', example: event },
    errors: ['resource_missing'],
  },
  'GET /v1/events/stream': {
    operationId: 'streamEvents',
    tag: 'Events',
    summary: 'Stream events',
    description:
      'Sends events as they happen, as server-sent events, until you close the connection or the gateway stops. In each message, `id` is the ID of the event, `event` is its type, and `data` is the event itself, on one line. If the connection breaks, connect again with the header `Last-Event-ID`: nothing is missed, and some events may be repeated. Test events of webhook endpoints are part of the stream. An event that is resent on request is sent again to each stream that is open at that time. That message has no `id`, so the place from which you resume stays the same. A comment is sent every 15 seconds. Each key can have 20 streams at a time.',
    requestExample: null,
    headers: [
      {
        name: 'Last-Event-ID',
        in: 'header',
        required: false,
        description:
          'ID of the last event that you have. Events after it are sent first. Without it, the stream begins now.',
        schema: { type: 'string', examples: [eventId] },
      },
    ],
    success: {
      status: 200,
      description: 'Events, for as long as the connection is open.',
      stream: `retry: 1000\n\nid: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n: alive\n\n`,
    },
    errors: [],
  },
}
