/** One request to the gateway, repeated where that is safe: timeouts, retries, and errors as the caller sees them. */
import type { ErrorDetail } from './api-types.ts'
import { FlowlixConnectionError, FlowlixError, FlowlixTimeoutError } from './errors.ts'
import { isWorthAnotherTry, pause, pauseBefore, readRetryAfterMs } from './retry.ts'

export type ConnectionSettings = Readonly<{
  apiKey: string
  baseUrl: string
  timeoutMs: number
  maxRetries: number
  maxRetryAfterMs: number
  fetch: typeof fetch
}>

export type CallOptions = Readonly<{
  /** One for each thing that you want to happen, such as `order-1042`. If you do not set one, it is generated. */
  idempotencyKey?: string | undefined
  /** Cancels the request, and the pauses between attempts. */
  signal?: AbortSignal | undefined
  /** For each attempt, instead of the client's own timeout. */
  timeoutMs?: number | undefined
}>

export type ApiRequest = Readonly<{
  method: 'GET' | 'POST'
  path: string
  query?: Readonly<Record<string, string | number | undefined>> | undefined
  body?: object | undefined
}>

/** What the body of every successful response has. */
type ApiObject = Readonly<{ object: string }>

export async function send<T extends ApiObject>(
  settings: ConnectionSettings,
  request: ApiRequest,
  options: CallOptions,
): Promise<T> {
  // Made once: every try is the same request to the gateway.
  const prepared = prepare(settings, request, options)
  for (let tries = 1; ; tries++) {
    try {
      return await sendOnce<T>(settings, prepared, options)
    } catch (error) {
      if (tries > settings.maxRetries || !isWorthAnotherTry(error)) throw error
      if ((error.retryAfterMs ?? 0) > settings.maxRetryAfterMs) throw error
      await pause(pauseBefore(tries, error.retryAfterMs), options.signal)
    }
  }
}

type Prepared = Readonly<{ url: string; init: RequestInit }>

function prepare(settings: ConnectionSettings, request: ApiRequest, options: CallOptions): Prepared {
  const { method, path, query = {}, body } = request
  const url = new URL(settings.baseUrl + path)
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, String(value))
  const headers: Record<string, string> = {
    Authorization: `Bearer ${settings.apiKey}`,
    Accept: 'application/json',
  }
  if (method === 'POST') headers['Idempotency-Key'] = options.idempotencyKey ?? crypto.randomUUID()
  if (body !== undefined) headers['Content-Type'] = 'application/json'
  // A redirect would take the secret key to somewhere else.
  const init: RequestInit = { method, headers, redirect: 'manual' }
  return { url: url.href, init: body === undefined ? init : { ...init, body: JSON.stringify(body) } }
}

async function sendOnce<T extends ApiObject>(
  settings: ConnectionSettings,
  { url, init }: Prepared,
  options: CallOptions,
): Promise<T> {
  const timeoutMs = options.timeoutMs ?? settings.timeoutMs
  const timeout = AbortSignal.timeout(timeoutMs)
  const signal = options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout])
  options.signal?.throwIfAborted()
  let response: Response
  let text: string
  try {
    response = await settings.fetch(url, { ...init, signal })
    text = await response.text()
  } catch (error) {
    options.signal?.throwIfAborted()
    throw timeout.aborted ? new FlowlixTimeoutError(timeoutMs, error) : new FlowlixConnectionError(error)
  }
  const body = parse(text)
  if (!response.ok) throw errorOf(response, body)
  // A lost connection can look like the end of the body. A request with a key may be sent again.
  if (!isObject(body) || typeof body.object !== 'string')
    throw new FlowlixConnectionError(new Error('The response did not come from the gateway.'))
  return body as T
}

function errorOf({ status, headers }: Response, body: unknown): FlowlixError {
  const detail = isObject(body) && isObject(body.error) ? (body.error as Partial<ErrorDetail>) : {}
  const message = detail.message ?? `The response had status ${status} and did not come from the gateway.`
  const requestId = detail.request_id ?? headers.get('flowlix-request-id')
  return new FlowlixError(message, {
    status,
    detail: requestId === null ? detail : { ...detail, request_id: requestId },
    retryAfterMs: readRetryAfterMs(headers.get('retry-after')),
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
