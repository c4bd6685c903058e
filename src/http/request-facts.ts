/** What the shell reads from Node's request and response. */
import type { IncomingMessage } from 'node:http'
import type { RequestRecord } from './access-log.ts'
import type { GatewayResponse } from './gateway-response.ts'

export function recordOf({ method, url = '' }: IncomingMessage, outgoing: GatewayResponse): RequestRecord {
  const query = url.indexOf('?')
  const status = outgoing.headersSent ? outgoing.statusCode : outgoing.statusByHand
  return {
    context: outgoing.context,
    method: method ?? null,
    path: query < 0 ? url : url.slice(0, query),
    status,
    durationMs: performance.now() - outgoing.startedMs,
    bodyBytes: outgoing.bodyBytes,
    isAborted: !outgoing.writableFinished && outgoing.statusByHand === null,
  }
}

/** Node reads to the end of what it was sent with a GET, however much that is, unless the connection ends. */
export function ignoredBodyBytes({ method, headers }: IncomingMessage): number {
  if (method !== 'GET' && method !== 'HEAD') return 0
  if (headers['transfer-encoding'] !== undefined) return Number.POSITIVE_INFINITY
  return Number(headers['content-length'] ?? 0)
}
