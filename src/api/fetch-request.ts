/** Requests and responses of `fetch`: for calls inside the process, and for requests that go to the router. */

import type { PlainRequest, PlainResponse } from '../plain-http.ts'
import { isRepeated } from '../plain-http.ts'
import { readLimitedBody } from '../platform/limited-body.ts'

/** `rawHeaders`: alternating names and values, as Node provides them; empty for a call inside the process. */
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
