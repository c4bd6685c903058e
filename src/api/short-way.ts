/**
 * The way of the most frequent requests: a plain path of an endpoint is looked up in a table, before a router tries the
 * patterns of every room. What is not found here takes the router's way, with the same result.
 */
import type { RequestEnv } from '../request-context.ts'
import type { Endpoint } from './endpoint.ts'
import type { ApiContext } from './incoming.ts'
import { repeatedHeaders } from './repeated-headers.ts'
import { serve } from './serve-endpoint.ts'

/** Null for what belongs on the other way. */
type ShortWay = (request: Request, env: RequestEnv['Bindings']) => Promise<Response> | null

/** Neither a query nor an escape, which would have to be decoded first. */
const plainPath = /^[a-z0-9_/-]+$/
const payments = '/v1/payments/'
const noParams = {}

export function shortWay(context: ApiContext, served: readonly Endpoint[]): ShortWay {
  const byName = new Map(served.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint]))
  const paths = new Set(served.map(({ path }) => path))
  return (request, env) => {
    const path = pathOf(request.url)
    if (!path.startsWith('/v1/') || !plainPath.test(path)) return null
    const [pattern, params] = paths.has(path) ? [path, noParams] : patternOf(path)
    const endpoint = byName.get(`${request.method} ${pattern}`)
    if (endpoint === undefined) return null
    const repeated = repeatedHeaders(env.incoming?.rawHeaders)
    const incoming = { request, context: env.context, params, repeatedHeaders: repeated }
    return serve(context, incoming, () => endpoint)
  }
}

/** The URL is absolute, as every request's is. */
function pathOf(url: string): string {
  return url.slice(url.indexOf('/', url.indexOf('://') + 3))
}

function patternOf(path: string): [pattern: string, params: Readonly<Record<string, string>>] {
  if (!path.startsWith(payments)) return [path, noParams]
  const end = path.indexOf('/', payments.length)
  const id = path.slice(payments.length, end < 0 ? undefined : end)
  return id === '' ? [path, noParams] : [`${payments}:id${end < 0 ? '' : path.slice(end)}`, { id }]
}
