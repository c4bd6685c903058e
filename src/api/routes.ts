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

/** `prefix` is the part of the address space in which every path that is not served is refused. */
export function createApi(
  context: ApiContext,
  served: readonly Endpoint[] = endpoints,
  prefix = '/v1',
): Hono<RequestEnv> {
  const api = new Hono<RequestEnv>()
  const answer = (c: Context<RequestEnv>, find: () => Endpoint): Promise<Response> =>
    serve(context, incomingOf(c), find)
  const paths = new Set(served.map(({ path }) => path))
  for (const endpoint of served) {
    // `GET /v1/payments/hpp` meets the pattern of another endpoint, but that path is taken by its own.
    const find = (path: string): Endpoint =>
      path !== endpoint.path && paths.has(path) ? refuse(served, path, endpoint.method) : endpoint
    api.on(endpoint.method, endpoint.path, (c) => answer(c, () => find(c.req.path)))
  }
  api.all(`${prefix}/*`, (c) => answer(c, () => refuse(served, c.req.path, c.req.method)))
  return api
}

function incomingOf(c: Context<RequestEnv>): Incoming {
  const repeated = repeatedHeaders(c.env.incoming?.rawHeaders)
  return { request: c.req.raw, context: c.env.context, params: c.req.param(), repeatedHeaders: repeated }
}

/** Which methods a path has; none when there is no such path. */
function methodsOf(served: readonly Endpoint[], path: string): readonly string[] {
  const own = served.filter((endpoint) => endpoint.path === path)
  const found = own.length > 0 ? own : served.filter((endpoint) => hasShape(path, endpoint.path))
  return found.map(({ method }) => method)
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

function refuse(served: readonly Endpoint[], path: string, method: string): never {
  const methods = methodsOf(served, path)
  if (methods.length === 0) throw new ApiError('resource_missing', 'This path does not exist.')
  const allow = methods.flatMap((one) => (one === 'GET' ? ['GET', 'HEAD'] : [one])).join(', ')
  throw new ApiError('method_not_allowed', `This path does not support the method ${method}.`, null, {
    Allow: allow,
  })
}
