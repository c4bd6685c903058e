/** What events look like, for the published description. */
import { z } from 'zod'
import { publicEventTypes } from '../core/public-events.ts'
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

export const eventDataResponse = z
  .strictObject({
    refund: eventRefundResponse.optional(),
    payment: paymentResponse,
    truncated: z
      .array(z.literal('payment.metadata'))
      .optional()
      .meta({
        description:
          'Only present if the event would have been larger than 64 KiB: the metadata is then null here, and complete when you retrieve the payment.',
        example: ['payment.metadata'],
      }),
  })
  .meta({
    description:
      'The payment as it was when this happened, exactly as `GET /v1/payments/{id}` would have returned it. Events about a refund also contain the refund.',
  })

export const eventResponse = z
  .strictObject({
    id: z.string().meta({
      description: '`evt_` followed by a ULID in lowercase, which begins with the time.',
      example: 'evt_01j1ndzr5x8kq2v7m3c4t6w9ya',
    }),
    object: z.literal('event').meta({ description: 'Always `event`.', example: 'event' }),
    type: z.enum(publicEventTypes).meta({
      description: 'What happened. More types may be added.',
      example: 'payment.succeeded',
    }),
    created_at: z
      .int()
      .min(0)
      .meta({ description: 'When it happened, in Unix seconds.', example: 1719792180 }),
    livemode: z.boolean().meta({ description: 'False for payments made with a test key.', example: false }),
    data: eventDataResponse,
  })
  .meta({
    description:
      'Something that happened to a payment. Its content never changes, except that personal data can be removed.',
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
