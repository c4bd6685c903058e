/** The operations on webhook endpoints and deliveries, as {@link operations} describes the others. */
import type { ErrorCode } from '../../src/api/api-error.ts'
import { endpointId, eventId, pathId, exampleSecret as secret } from './examples.ts'
import type { Operation } from './operation.ts'

const created = 1719792000
const optionalBody: readonly ErrorCode[] = [
  'idempotency_key_in_use',
  'body_too_large',
  'unsupported_media_type',
]
const bodyErrors: readonly ErrorCode[] = ['parameter_missing', ...optionalBody]

const endpoint = {
  id: endpointId,
  object: 'webhook_endpoint',
  url: 'https://shop.example.com/webhooks',
  events: ['*'],
  description: null,
  status: 'enabled',
  disabled_reason: null,
  secret: null,
  previous_secret_expires_at: null,
  failing_since: null,
  last_success_at: null,
  created,
  livemode: false,
}
const delivery = {
  event: eventId,
  object: 'webhook_delivery',
  webhook_endpoint: endpointId,
  type: 'payment.succeeded',
  payment: pathId,
  status: 'succeeded',
  attempt_count: 1,
  next_attempt_at: null,
  last_status_code: 200,
  last_error: null,
  created: created + 180,
  completed_at: created + 181,
  livemode: false,
}
const queued = {
  ...delivery,
  status: 'pending',
  attempt_count: 0,
  next_attempt_at: created + 180,
  last_status_code: null,
  completed_at: null,
}
const attempt = {
  number: 1,
  trigger: 'schedule',
  at: created + 180,
  duration_ms: 14,
  status_code: 200,
  error: null,
  excerpt: null,
}

const tag = 'Webhooks'
const asEndpoint = (description: string, example: object = endpoint) =>
  ({ status: 200, description, schema: 'WebhookEndpoint', example }) as const
const pageOf = (description: string, schema: string, data: readonly object[], url: string) =>
  ({ status: 200, description, schema, example: { object: 'list', data, has_more: false, url } }) as const

const one = '/v1/webhook_endpoints/:id'

export const webhookOperations: Readonly<Record<string, Operation>> = {
  'POST /v1/events/:id/resend': {
    operationId: 'resendEvent',
    tag,
    summary: 'Send an event again',
    description:
      'Sends the event once more, with the same ID, to every enabled endpoint that subscribes to its type, or to the one that you name. It is not retried.',
    requestExample: { webhook_endpoint: endpointId },
    success: pageOf('What will be sent.', 'WebhookDeliveryList', [queued], `/v1/events/${eventId}/resend`),
    errors: [...optionalBody, 'resource_missing'],
  },
  'POST /v1/webhook_endpoints': {
    operationId: 'createWebhookEndpoint',
    tag,
    summary: 'Create a webhook endpoint',
    description:
      'From now on, events of the mode of your key are sent to the URL. The response contains the signing secret, which is not shown again. There can be up to 16 endpoints in each mode.',
    requestExample: { url: endpoint.url, events: ['payment.succeeded', 'payment.failed'] },
    success: {
      status: 201,
      description: 'The endpoint, with its secret.',
      schema: 'WebhookEndpoint',
      example: { ...endpoint, events: ['payment.succeeded', 'payment.failed'], secret },
    },
    errors: [...bodyErrors, 'permission_denied', 'webhook_endpoint_limit_reached'],
  },
  'GET /v1/webhook_endpoints': {
    operationId: 'listWebhookEndpoints',
    tag,
    summary: 'List webhook endpoints',
    description: 'Newest first. Secrets are not shown.',
    requestExample: null,
    success: pageOf('A page of endpoints.', 'WebhookEndpointList', [endpoint], '/v1/webhook_endpoints'),
    errors: [],
  },
  [`GET ${one}`]: {
    operationId: 'getWebhookEndpoint',
    tag,
    summary: 'Retrieve a webhook endpoint',
    description: 'Returns its settings, and whether it works.',
    requestExample: null,
    success: asEndpoint('The endpoint.'),
    errors: ['resource_missing'],
  },
  [`POST ${one}`]: {
    operationId: 'updateWebhookEndpoint',
    tag,
    summary: 'Update a webhook endpoint',
    description:
      'Changes the fields that you send and keeps the others. Waiting deliveries go to the new URL. An empty description removes the current one.',
    requestExample: { events: ['*'] },
    success: asEndpoint('The endpoint after the change.'),
    errors: [...bodyErrors, 'resource_missing'],
  },
  [`DELETE ${one}`]: {
    operationId: 'deleteWebhookEndpoint',
    tag,
    summary: 'Delete a webhook endpoint',
    description:
      'Nothing more is sent to it. The endpoint for each payment’s `callback_url` can only be removed by the operator of the gateway; disable it instead.',
    requestExample: null,
    success: {
      status: 200,
      description: 'What was deleted.',
      schema: 'DeletedWebhookEndpoint',
      example: { id: endpointId, object: 'webhook_endpoint', deleted: true },
    },
    errors: ['permission_denied', 'resource_missing'],
  },
  [`POST ${one}/enable`]: {
    operationId: 'enableWebhookEndpoint',
    tag,
    summary: 'Enable a webhook endpoint',
    description:
      'From now on, events are sent to it again. Events that were skipped in the meantime are sent only if you recover them. No body is needed.',
    requestExample: null,
    success: asEndpoint('The endpoint, enabled.'),
    errors: [...optionalBody, 'resource_missing'],
  },
  [`POST ${one}/disable`]: {
    operationId: 'disableWebhookEndpoint',
    tag,
    summary: 'Disable a webhook endpoint',
    description:
      'Nothing is sent to it until it is enabled. Its events are kept and can be recovered. No body is needed.',
    requestExample: null,
    success: asEndpoint('The endpoint, disabled.', {
      ...endpoint,
      status: 'disabled',
      disabled_reason: 'requested',
    }),
    errors: [...optionalBody, 'resource_missing'],
  },
  [`POST ${one}/roll_secret`]: {
    operationId: 'rollWebhookSecret',
    tag,
    summary: 'Replace the signing secret',
    description:
      'The response contains the new secret, which is not shown again. The previous one also signs until it expires, so that your servers do not have to switch to the new one at the same moment.',
    requestExample: { expires_in: 86_400 },
    success: asEndpoint('The endpoint, with its new secret.', {
      ...endpoint,
      secret,
      previous_secret_expires_at: created + 86_400,
    }),
    errors: [...optionalBody, 'permission_denied', 'resource_missing', 'webhook_secret_rolling'],
  },
  [`POST ${one}/test`]: {
    operationId: 'testWebhookEndpoint',
    tag,
    summary: 'Send a test event',
    description:
      'Sends an event of the type `webhook_endpoint.test` to this endpoint, once, even if it is disabled. Retrieve the delivery to see the result. No body is needed.',
    requestExample: null,
    success: {
      status: 200,
      description: 'What will be sent.',
      schema: 'WebhookDelivery',
      example: { ...queued, type: 'webhook_endpoint.test', payment: null },
    },
    errors: [...optionalBody, 'resource_missing'],
  },
  [`POST ${one}/recover`]: {
    operationId: 'recoverDeliveries',
    tag,
    summary: 'Recover missed deliveries',
    description:
      'Resends the deliveries that have failed or were skipped since the given time, on the usual schedule, up to 10,000 with each request.',
    requestExample: { since: created },
    success: {
      status: 200,
      description: 'How many will be sent.',
      schema: 'WebhookRecovery',
      example: { object: 'webhook_recovery', recovered: 412, has_more: false },
    },
    errors: [...bodyErrors, 'resource_missing'],
  },
  [`GET ${one}/deliveries`]: {
    operationId: 'listDeliveries',
    tag,
    summary: 'List deliveries',
    description:
      'Everything that was or will be sent to an endpoint, newest event first. Cursors are event IDs.',
    requestExample: null,
    success: pageOf(
      'A page of deliveries.',
      'WebhookDeliveryList',
      [delivery],
      `/v1/webhook_endpoints/${endpointId}/deliveries`,
    ),
    errors: ['resource_missing'],
  },
  [`GET ${one}/deliveries/:event_id`]: {
    operationId: 'getDelivery',
    tag,
    summary: 'Retrieve a delivery',
    description: 'Returns the delivery of an event with every attempt.',
    requestExample: null,
    success: {
      status: 200,
      description: 'The delivery.',
      schema: 'FullWebhookDelivery',
      example: { ...delivery, attempts: [attempt] },
    },
    errors: ['resource_missing'],
  },
}
