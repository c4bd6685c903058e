/**
 * The way of nearly all requests to the API: a plain path is looked up in the table of endpoints, before a router tries
 * the patterns of every module. What is left here takes the router's way, with the same result.
 */
import type { RequestEnv } from '../request-context.ts'
import type { ApiContext } from './api-context.ts'
import type { Endpoint } from './endpoint.ts'
import { EndpointTable } from './endpoint-table.ts'
import { repeatedHeaders } from './repeated-headers.ts'
import { serve } from './serve-endpoint.ts'

/** Null for what belongs on the other way. */
type ShortWay = (request: Request, env: RequestEnv['Bindings']) => Promise<Response> | null

/** Neither a query nor an escape, which would have to be decoded first. */
const plainPath = /^\/v1\/[a-z0-9_/-]+$/

export function shortWay(api: ApiContext, served: readonly Endpoint[]): ShortWay {
  const table = new EndpointTable(served)
  return (request, env) => {
    const path = pathOf(request.url)
    // The router takes the body from responses to HEAD.
    if (!plainPath.test(path) || request.method === 'HEAD') return null
    return serve(api, {
      request,
      context: env.context,
      repeatedHeaders: repeatedHeaders(env.incoming?.rawHeaders),
      route: table.find(request.method, path),
    })
  }
}

/** The URL is absolute, as every request's is. */
function pathOf(url: string): string {
  return url.slice(url.indexOf('/', url.indexOf('://') + 3))
}
