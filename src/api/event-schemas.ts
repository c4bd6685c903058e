/** What events look like, for the published description. */
import { z } from 'zod'
import { type EventType, type PublicEventType, testEventType } from '../core/public-events.ts'
import { paymentResponse, refundResponse } from './response-schemas.ts'

const { id: refundId, ...refundRest } = refundResponse.shape

export const eventRefundResponse = z
  .strictObject({
    id: refundId,
    payment_id: z.string().meta({
      description: 'ID of the payment.',
      example: 'pay_b2c3d4e5-f6a7-8901-bcde-f23456789012',
    }),
    ...refundRest,
  })
  .meta({ description: 'The refund that an event is about.' })

const snapshot = {
  payment: paymentResponse,
  truncated: z
    .array(z.literal('payment.metadata'))
    .optional()
    .meta({
      description:
        'Only present if the event would have been larger than 64 KiB: the metadata is then null here, and complete when you retrieve the payment.',
      example: ['payment.metadata'],
    }),
}

export const paymentEventData = z.strictObject(snapshot).meta({
  description:
    'The payment as it was when this happened, exactly as `GET /v1/payments/{id}` would have returned it.',
})

export const refundEventData = z.strictObject({ refund: eventRefundResponse, ...snapshot }).meta({
  description:
    'The refund, and its payment as it was when this happened, exactly as `GET /v1/payments/{id}` would have returned it.',
})

export const testEventData = z
  .strictObject({
    webhook_endpoint: z
      .string()
      .meta({ description: 'ID of the endpoint.', example: 'we_01j1ndzr5x8kq2v7m3c4t6w9ya' }),
  })
  .meta({ description: 'The endpoint that is tested.' })

const envelope = {
  id: z.string().meta({
    description:
      '`evt_` followed by a ULID in lowercase, which begins with the time. The same in every attempt to deliver the event.',
    example: 'evt_01j1ndzr5x8kq2v7m3c4t6w9ya',
  }),
  object: z.literal('event').meta({ description: 'Always `event`.', example: 'event' }),
}
const createdAt = z
  .int()
  .min(0)
  .meta({ description: 'When it happened, in Unix seconds.', example: 1719792180 })
const livemode = z.boolean().meta({ description: 'False for payments made with a test key.', example: false })

function eventOf<Type extends EventType, Data extends z.ZodType>(
  type: Type,
  data: Data,
  description: string,
) {
  const literal = z.literal(type).meta({ description: `Always \`${type}\`.`, example: type })
  return z
    .strictObject({ ...envelope, type: literal, created_at: createdAt, livemode, data })
    .meta({ description })
}

const aboutPayment = <Type extends PublicEventType>(type: Type, description: string) =>
  eventOf(type, paymentEventData, description)
const aboutRefund = <Type extends PublicEventType>(type: Type, description: string) =>
  eventOf(type, refundEventData, description)

/** In the order in which they are described. */
export const eventResponses = [
  aboutPayment('payment.succeeded', 'A payment was paid.'),
  aboutPayment('payment.failed', 'A card was declined, or the customer left the page without paying.'),
  aboutPayment('payment.canceled', 'An open payment was canceled by your server.'),
  aboutPayment('payment.expired', 'A session was not completed in time.'),
  aboutPayment(
    'payment.requires_action',
    'The bank asks the customer to confirm the payment. You only need to act on a direct payment: send its customer to `next_action.redirect_url`.',
  ),
  aboutRefund('refund.created', 'A refund was requested. Its outcome is not known yet.'),
  aboutRefund('refund.succeeded', 'The money is on its way back to the customer.'),
  aboutRefund('refund.failed', 'The acquirer refused the refund. The amount can be refunded again.'),
  eventOf(
    testEventType,
    testEventData,
    'You requested a test of an endpoint. The event is sent to this endpoint only, and endpoints cannot subscribe to it.',
  ),
] as const

export const eventResponse = z.discriminatedUnion('type', eventResponses).meta({
  description:
    'Something that happened. `type` says what happened and which members `data` has. More types may be added. The content never changes, except that personal data can be removed.',
})

export const eventListResponse = z
  .strictObject({
    object: z.literal('list').meta({ description: 'Always `list`.', example: 'list' }),
    data: z.array(eventResponse).meta({ description: 'Events, newest first.' }),
    has_more: z
      .boolean()
      .meta({ description: 'Whether there are more events in this direction.', example: false }),
    url: z.literal('/v1/events').meta({ description: 'The path of the list.', example: '/v1/events' }),
  })
  .meta({ description: 'A page of events.' })
