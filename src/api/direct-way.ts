/**
 * Serves nearly all requests to the API: they go from the server directly to their endpoint, without the router, which tries
 * the patterns of every module. All other requests go to the router, with the same result.
 */

import type { PlainHandler } from '../plain-http.ts'
import type { ApiContext } from './api-context.ts'
import type { Endpoint } from './endpoint.ts'
import { EndpointTable } from './endpoint-table.ts'
import { errorResponse } from './error-response.ts'
import type { HostGuard } from './own-hosts.ts'
import { serve } from './serve-endpoint.ts'
import { streamPath } from './serve-stream.ts'

/** Without escapes, which would have to be decoded first. */
const plainPath = /^\/v1\/[a-z0-9_/-]+$/
const plainHost = /^[a-z0-9.-]{1,253}(?::[0-9]{1,5})?$/i

export function directWay(api: ApiContext, served: readonly Endpoint[], refuseHost: HostGuard): PlainHandler {
  const table = new EndpointTable(served)
  return (request, context) => {
    const { method, path, query } = request
    const host = request.header('host')
    // The router removes the body from responses to HEAD.
    if (!plainPath.test(path) || query !== '' || method === 'HEAD' || path === streamPath) return null
    if (host === null || !plainHost.test(host)) return null
    const refusal = refuseHost([host])
    if (refusal !== null) return Promise.resolve(errorResponse(refusal, context.id, api.docsUrl))
    return serve(api, { request, context, route: table.find(method, path) })
  }
}
