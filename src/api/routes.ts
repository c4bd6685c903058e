/** All routes of the merchant API, on one screen. */
import { type Context, Hono } from 'hono'
import type { RequestEnv } from '../request-context.ts'
import { ApiError } from './api-error.ts'
import { cancelPaymentEndpoint } from './cancel-payment.ts'
import { createDirectPaymentEndpoint } from './create-direct-payment.ts'
import { createHostedPaymentEndpoint } from './create-hosted-payment.ts'
import type { Endpoint } from './endpoint.ts'
import { getPaymentEndpoint } from './get-payment.ts'
import type { ApiContext, Incoming } from './incoming.ts'
import { listPaymentsEndpoint } from './list-payments.ts'
import { refundPaymentEndpoint } from './refund-payment.ts'
import { repeatedHeaders } from './repeated-headers.ts'
import { serve } from './serve-endpoint.ts'

export const endpoints: readonly Endpoint[] = [
  createHostedPaymentEndpoint,
  createDirectPaymentEndpoint,
  listPaymentsEndpoint,
  getPaymentEndpoint,
  refundPaymentEndpoint,
  cancelPaymentEndpoint,
]

export function createApi(context: ApiContext): Hono<RequestEnv> {
  const api = new Hono<RequestEnv>()
  const answer = (c: Context<RequestEnv>, find: () => Endpoint): Promise<Response> =>
    serve(context, incomingOf(c), find)
  for (const endpoint of endpoints)
    api.on(endpoint.method, endpoint.path, (c) => answer(c, () => find(endpoint, c.req.path)))
  api.all('/v1/*', (c) => answer(c, () => refuse(c.req.path, c.req.method)))
  return api
}

function incomingOf(c: Context<RequestEnv>): Incoming {
  const repeated = repeatedHeaders(c)
  return { request: c.req.raw, context: c.env.context, params: c.req.param(), repeatedHeaders: repeated }
}

/** `GET /v1/payments/hpp` meets the pattern of another endpoint, but that path is taken by its own. */
function find(endpoint: Endpoint, path: string): Endpoint {
  return isTakenByAnother(endpoint, path) ? refuse(path, endpoint.method) : endpoint
}

const paths: ReadonlySet<string> = new Set(endpoints.map((endpoint) => endpoint.path))

function isTakenByAnother(endpoint: Endpoint, path: string): boolean {
  return endpoint.path !== path && paths.has(path)
}

/** Which methods a path has; none when there is no such path. */
export function methodsOf(path: string): readonly string[] {
  return endpoints
    .filter((endpoint) => hasShape(path, endpoint.path) && !isTakenByAnother(endpoint, path))
    .map(({ method }) => method)
}

/** `pattern` is written as the router has it: `/v1/payments/:id`. */
function hasShape(path: string, pattern: string): boolean {
  const given = path.split('/')
  const wanted = pattern.split('/')
  return (
    given.length === wanted.length &&
    wanted.every((part, i) => (part.startsWith(':') ? given[i] !== '' : part === given[i]))
  )
}

function refuse(path: string, method: string): never {
  const methods = methodsOf(path)
  if (methods.length === 0) throw new ApiError('resource_missing', 'There is no such path.')
  const allow = methods.flatMap((one) => (one === 'GET' ? ['GET', 'HEAD'] : [one])).join(', ')
  throw new ApiError('method_not_allowed', `${method} is not possible here.`, null, { Allow: allow })
}
