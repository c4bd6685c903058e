/** The bodies that endpoints of webhooks accept, and what endpoints look like, for validation and for the description. */
import { z } from 'zod'
import { publicEventTypes, testEventType } from '../../core/public-events.ts'
import { deliveryErrors } from '../../core/webhook/delivery-error.ts'
import { freeText } from '../string-rules.ts'

const urlMax = 2_048
const eventsMax = 20
const secondsMax = 999_999_999_999
const rollingSecondsMax = 604_800

const urlMessage = `must be an absolute https:// URL of up to ${urlMax} characters.`
const url = z.string(urlMessage).min(1, urlMessage).max(urlMax, urlMessage).meta({
  description:
    'Where events are sent: an `https://` URL with a host name that is reachable from the internet. The local sandbox also accepts `http://` and local addresses.',
  maxLength: urlMax,
  format: 'uri',
  example: 'https://shop.example.com/webhooks',
})

const typeMessage = `must be * or one of ${publicEventTypes.join(', ')}.`
const eventsMessage = `must be a list of 1 to ${eventsMax} event types, or ["*"] for all of them.`
const events = z
  .array(z.enum(['*', ...publicEventTypes], typeMessage), eventsMessage)
  .min(1, eventsMessage)
  .max(eventsMax, eventsMessage)
  .refine((types) => types.length === 1 || !types.includes('*'), eventsMessage)
  .meta({
    description: 'Which events are sent: a list of types, or `["*"]` for all of them, including later ones.',
    minItems: 1,
    maxItems: eventsMax,
    example: ['*'],
  })

const description = freeText(500, 'A description for your records.')

export const createEndpointBody = z.object({
  url,
  events: events.optional().meta({ description: 'Which events are sent. Defaults to `["*"]`.' }),
  description: description.optional(),
})

export const updateEndpointBody = z.object({
  url: url.optional(),
  events: events.optional(),
  description: description.optional(),
})

const integerMessage = (min: number, max: number): string => `must be an integer from ${min} to ${max}.`
const rollingMessage = integerMessage(0, rollingSecondsMax)

export const rollSecretBody = z.object({
  expires_in: z
    .int(rollingMessage)
    .min(0, rollingMessage)
    .max(rollingSecondsMax, rollingMessage)
    .optional()
    .meta({
      description:
        'How many seconds the previous secret also signs, up to 7 days. `0` ends it immediately. Defaults to 86400, one day.',
      example: 86_400,
    }),
})

const timeMessage = integerMessage(0, secondsMax)
const time = (text: string) =>
  z
    .int(timeMessage)
    .min(0, timeMessage)
    .max(secondsMax, timeMessage)
    .meta({ description: text, example: 1_719_792_000 })

export const recoverBody = z.object({
  since: time('Only events created at or after this time, in Unix seconds.'),
  until: time('Only events created before this time, in Unix seconds. Defaults to now.').optional(),
})

export const resendBody = z.object({
  webhook_endpoint: z.string('must be a string.').optional().meta({
    description:
      'ID of the endpoint to send to, even if it is disabled. Defaults to every enabled endpoint that subscribes to the type. A test event is sent only to the endpoint that it is a test of.',
    example: 'we_01j1ndzr5x8kq2v7m3c4t6w9ya',
  }),
})

const endpointId = z.string().meta({
  description: '`we_` followed by a ULID in lowercase.',
  example: 'we_01j1ndzr5x8kq2v7m3c4t6w9ya',
})
const seconds = (text: string) => z.int().min(0).meta({ description: text, example: 1_719_792_000 })
const secondsOrNull = (text: string) => z.int().min(0).nullable().meta({ description: text, example: null })
const livemode = z
  .boolean()
  .meta({ description: 'False for everything that was created with a test key.', example: false })

export const endpointResponse = z
  .strictObject({
    id: endpointId,
    object: z
      .literal('webhook_endpoint')
      .meta({ description: 'Always `webhook_endpoint`.', example: 'webhook_endpoint' }),
    url: z.string().nullable().meta({
      description:
        'Where events are sent. Null for the endpoint that sends each event to the `callback_url` of its payment.',
      example: 'https://shop.example.com/webhooks',
    }),
    events: z
      .array(z.enum(['*', ...publicEventTypes]))
      .meta({ description: 'The types that are sent, or `["*"]` for all of them.', example: ['*'] }),
    description: z
      .string()
      .nullable()
      .meta({ description: 'The description from your request.', example: null }),
    status: z.enum(['enabled', 'disabled']).meta({
      description: 'Nothing is sent to a disabled endpoint. Its events are kept and can be recovered.',
      example: 'enabled',
    }),
    disabled_reason: z.enum(['requested', 'gone', 'failing']).nullable().meta({
      description:
        '`requested`: you disabled it. `gone`: it responded with 410. `failing`: nothing has succeeded for five days.',
      example: null,
    }),
    secret: z.string().nullable().meta({
      description:
        'The signing secret. Present only in the response that creates or replaces it, and null in every other response, so store it.',
      example: null,
    }),
    previous_secret_expires_at: secondsOrNull(
      'When the previous secret stops signing, in Unix seconds. Null if there is only one secret.',
    ),
    failing_since: secondsOrNull('When it began to fail, in Unix seconds. Null if it works.'),
    last_success_at: secondsOrNull('When it last succeeded, to the minute, in Unix seconds.'),
    created: seconds('When it was created, in Unix seconds.'),
    livemode,
  })
  .meta({ description: 'A URL of yours to which events are sent.' })

export const deletedEndpointResponse = z
  .strictObject({
    id: endpointId,
    object: endpointResponse.shape.object,
    deleted: z.literal(true).meta({ description: 'Always true.', example: true }),
  })
  .meta({ description: 'An endpoint that was deleted.' })

const listOf = <Item extends z.ZodType>(item: Item, things: string) =>
  z
    .strictObject({
      object: z.literal('list').meta({ description: 'Always `list`.', example: 'list' }),
      data: z.array(item).meta({ description: `The ${things}, newest first.` }),
      has_more: z
        .boolean()
        .meta({ description: `Whether there are more ${things} in this direction.`, example: false }),
      url: z.string().meta({ description: 'The path of the list.', example: '/v1/webhook_endpoints' }),
    })
    .meta({ description: `A page of ${things}.` })

export const endpointListResponse = listOf(endpointResponse, 'endpoints')

const deliveryError = z.enum(deliveryErrors).nullable().meta({
  description: 'Why it was not successful. `status`: the response had a status other than 2xx.',
  example: null,
})
const statusCode = z
  .int()
  .nullable()
  .meta({ description: 'The status of the response, if there was one.', example: 200 })

export const deliveryResponse = z
  .strictObject({
    event: z.string().meta({ description: 'ID of the event.', example: 'evt_01j1ndzr5x8kq2v7m3c4t6w9ya' }),
    object: z
      .literal('webhook_delivery')
      .meta({ description: 'Always `webhook_delivery`.', example: 'webhook_delivery' }),
    webhook_endpoint: endpointId.meta({
      description: 'ID of the endpoint.',
      example: 'we_01j1ndzr5x8kq2v7m3c4t6w9ya',
    }),
    type: z
      .enum([...publicEventTypes, testEventType])
      .meta({ description: 'Type of the event.', example: 'payment.succeeded' }),
    payment: z.string().nullable().meta({
      description: 'ID of the payment. Null for a test.',
      example: 'pay_b2c3d4e5-f6a7-8901-bcde-f23456789012',
    }),
    status: z.enum(['pending', 'succeeded', 'failed', 'skipped']).meta({
      description:
        '`pending`: it will be sent, or sent again. `failed`: every attempt has failed. `skipped`: the endpoint was disabled, or nothing may be sent to the `callback_url` of the payment.',
      example: 'succeeded',
    }),
    attempt_count: z.int().min(0).meta({ description: 'How many attempts have been started.', example: 1 }),
    next_attempt_at: secondsOrNull(
      'When it will be sent next, in Unix seconds. Null if it will not be sent.',
    ),
    last_status_code: statusCode,
    last_error: deliveryError,
    created: seconds('When the event happened, in Unix seconds.'),
    completed_at: secondsOrNull('When it succeeded, failed, or was skipped, in Unix seconds.'),
    livemode,
  })
  .meta({ description: 'An event on its way to an endpoint.' })

export const attemptResponse = z
  .strictObject({
    number: z.int().min(1).meta({ description: 'Counts the attempts, from 1.', example: 1 }),
    trigger: z.enum(['schedule', 'resend', 'recover', 'test']).meta({
      description: 'Why it was made: on schedule, or because of a request.',
      example: 'schedule',
    }),
    at: seconds('When it began, in Unix seconds.'),
    duration_ms: z.int().min(0).meta({ description: 'How long it took, in milliseconds.', example: 14 }),
    status_code: statusCode,
    error: deliveryError,
    excerpt: z.string().nullable().meta({
      description: 'The beginning of the response, if it may be shown.',
      example: null,
    }),
  })
  .meta({ description: 'An attempt to deliver an event.' })

export const fullDeliveryResponse = z
  .strictObject({
    ...deliveryResponse.shape,
    attempts: z.array(attemptResponse).meta({ description: 'Every attempt, oldest first.' }),
  })
  .meta({ description: 'An event on its way to an endpoint, with every attempt.' })

export const deliveryListResponse = listOf(deliveryResponse, 'deliveries')

export const recoveryResponse = z
  .strictObject({
    object: z
      .literal('webhook_recovery')
      .meta({ description: 'Always `webhook_recovery`.', example: 'webhook_recovery' }),
    recovered: z.int().min(0).meta({ description: 'How many deliveries will be sent again.', example: 412 }),
    has_more: z.boolean().meta({
      description: 'Whether there are more. If so, send the same request again.',
      example: false,
    }),
  })
  .meta({ description: 'What was recovered.' })
