/** One line of the log for each request. Never its query, its body, or its path: that may hold the token of a form. */
import type { Log } from '../ports/system.ts'
import type { RequestContext } from '../request-context.ts'

export type RequestRecord = Readonly<{
  context: RequestContext
  /** Null if it was not an HTTP request. */
  method: string | null
  /** Without its query. */
  path: string | null
  /** Null when the client was gone before a response began. */
  status: number | null
  durationMs: number
  bodyBytes: number
  /** The response was not taken to its end. */
  isAborted: boolean
}>

type AccessLogOptions = Readonly<{
  log: Log
  routeOf(method: string, path: string): string | null
  /** For a developer who looks for a typing error. */
  showsUnknownPaths: boolean
}>

const pathLengthMax = 100
const paymentId =
  /^\/[a-z0-9/]{1,30}\/(pay_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:\/|$)/
/** Requested every few seconds by monitoring. */
const healthRoutes: ReadonlySet<string | null> = new Set(['/healthz', '/readyz'])

export function accessLog({
  log,
  routeOf,
  showsUnknownPaths,
}: AccessLogOptions): (record: RequestRecord) => void {
  return ({ context, method, path, status, durationMs, bodyBytes, isAborted }) => {
    const route = context.route ?? (method === null || path === null ? null : routeOf(method, path))
    // Below the page's paths there are tokens.
    const isUnknown = route === null || route === '/v1/*'
    const fields = {
      requestId: context.id,
      method,
      route,
      path: showsUnknownPaths && isUnknown ? (path?.slice(0, pathLengthMax) ?? null) : undefined,
      status,
      ms: Math.round(durationMs * 10) / 10,
      bytes: bodyBytes,
      address: context.client.address,
      keyId: context.keyId ?? undefined,
      merchantId: context.merchantId ?? undefined,
      paymentId: context.paymentId ?? paymentId.exec(path ?? '')?.[1],
      note: context.note ?? undefined,
      traceId: context.trace?.traceId,
      parentId: context.trace?.parentId,
      aborted: isAborted || undefined,
    }
    if (healthRoutes.has(route)) log.debug(fields, 'request')
    else log.info(fields, 'request')
  }
}
