/** Requests and responses as `fetch` has them: of calls inside the process, and of what a router has to look at. */

import type { PlainRequest, PlainResponse } from '../plain-http.ts'
import { isRepeated } from '../plain-http.ts'
import { readLimitedBody } from '../platform/limited-body.ts'

/** `rawHeaders`: names and values by turns, as Node has them; empty for a call inside the process. */
export function fromFetch(request: Request, rawHeaders: readonly string[]): PlainRequest {
  const { method, url, headers } = request
  return {
    method,
    path: new URL(url).pathname,
    query: /\?[^#]*/.exec(url)?.[0] ?? '',
    header: (name) => headers.get(name),
    isRepeated: (name) => isRepeated(rawHeaders, name),
    readBody: (limits) => readLimitedBody(request, limits).catch(() => 'incomplete'),
  }
}

export function toFetch({ status, headers, body }: PlainResponse): Response {
  return new Response(body, { status, headers })
}
