/** All routes of the merchant API, on one screen. */
import { Hono } from 'hono'
import { ApiError } from './api-error.ts'
import { createHostedPaymentEndpoint } from './create-hosted-payment.ts'
import type { Endpoint } from './endpoint.ts'
import { getPaymentEndpoint } from './get-payment.ts'
import { repeatedHeaders, type Transport } from './repeated-headers.ts'
import { type ApiContext, serve } from './serve-endpoint.ts'

export const endpoints: readonly Endpoint[] = [createHostedPaymentEndpoint, getPaymentEndpoint]

export function createApi(context: ApiContext): Hono<Transport> {
  const api = new Hono<Transport>()
  for (const endpoint of endpoints) {
    api.on(endpoint.method, endpoint.path, (c) =>
      serve(
        context,
        { request: c.req.raw, params: c.req.param(), repeatedHeaders: repeatedHeaders(c) },
        () => endpoint,
      ),
    )
  }
  api.all('/v1/*', (c) =>
    serve(context, { request: c.req.raw, params: {}, repeatedHeaders: repeatedHeaders(c) }, () =>
      refuse(c.req.path, c.req.method),
    ),
  )
  return api
}

const patterns = endpoints.map(({ method, path }) => ({
  method,
  pattern: new RegExp(`^${path.replaceAll(/:[a-z]+/g, '[^/]+')}$`),
}))

/** Which methods a path has; none when there is no such path. */
export function methodsOf(path: string): readonly string[] {
  return patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method)
}

function refuse(path: string, method: string): never {
  const methods = methodsOf(path)
  if (methods.length === 0) throw new ApiError('resource_missing', 'There is no such path.')
  const allow = [...new Set(methods.flatMap((one) => (one === 'GET' ? ['GET', 'HEAD'] : [one])))].join(', ')
  throw new ApiError('method_not_allowed', `${method} is not possible here.`, null, { Allow: allow })
}
