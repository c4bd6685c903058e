/** The routes of the API. */
import { type Context, Hono } from 'hono'
import type { RequestEnv } from '../request-context.ts'
import type { ApiContext } from './api-context.ts'
import { ApiError } from './api-error.ts'
import { cancelPaymentEndpoint } from './cancel-payment.ts'
import { createDirectPaymentEndpoint } from './create-direct-payment.ts'
import { createHostedPaymentEndpoint } from './create-hosted-payment.ts'
import type { Endpoint } from './endpoint.ts'
import { EndpointTable } from './endpoint-table.ts'
import { getEventEndpoint, listEventsEndpoint } from './events.ts'
import { fromFetch, toFetch } from './fetch-request.ts'
import { getPaymentEndpoint } from './get-payment.ts'
import { listPaymentsEndpoint } from './list-payments.ts'
import { refundPaymentEndpoint } from './refund-payment.ts'
import { serve } from './serve-endpoint.ts'
import { EventStreams, streamPath } from './serve-stream.ts'
import {
  getDeliveryEndpoint,
  listDeliveriesEndpoint,
  recoverDeliveriesEndpoint,
  resendEventEndpoint,
  testWebhookEndpoint,
} from './webhooks/deliveries.ts'
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  disableWebhookEndpoint,
  enableWebhookEndpoint,
  getWebhookEndpoint,
  listWebhookEndpoints,
  rollWebhookSecret,
  updateWebhookEndpoint,
} from './webhooks/manage-endpoints.ts'

export const endpoints: readonly Endpoint[] = [
  createHostedPaymentEndpoint,
  createDirectPaymentEndpoint,
  listPaymentsEndpoint,
  getPaymentEndpoint,
  refundPaymentEndpoint,
  cancelPaymentEndpoint,
  listEventsEndpoint,
  getEventEndpoint,
  resendEventEndpoint,
  createWebhookEndpoint,
  listWebhookEndpoints,
  getWebhookEndpoint,
  updateWebhookEndpoint,
  deleteWebhookEndpoint,
  enableWebhookEndpoint,
  disableWebhookEndpoint,
  rollWebhookSecret,
  testWebhookEndpoint,
  recoverDeliveriesEndpoint,
  listDeliveriesEndpoint,
  getDeliveryEndpoint,
]

/** The one response that does not end, beside the endpoints. */
export function createStream(api: ApiContext, stopping: AbortSignal): Hono<RequestEnv> {
  const streams = new EventStreams(api, stopping)
  return new Hono<RequestEnv>().get(streamPath, ({ req, env }) => {
    const request = fromFetch(req.raw, env.incoming?.rawHeaders ?? [])
    const route = new ApiError('resource_missing', 'This path does not exist.')
    return streams.serve({ request, context: env.context, route })
  })
}

/** Every other path below `prefix` is refused. */
export function createApi(
  api: ApiContext,
  served: readonly Endpoint[] = endpoints,
  prefix = '/v1',
): Hono<RequestEnv> {
  const table = new EndpointTable(served)
  const router = new Hono<RequestEnv>()
  const handle = async ({ req, env }: Context<RequestEnv>): Promise<Response> => {
    const request = fromFetch(req.raw, env.incoming?.rawHeaders ?? [])
    const route = table.find(req.method, req.path)
    return toFetch(await serve(api, { request, context: env.context, route }))
  }
  for (const { method, path } of served) router.on(method, path, handle)
  router.all(`${prefix}/*`, handle)
  return router
}
