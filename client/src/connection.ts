/** One request to the gateway, tried again where that is safe: time-outs, retries, and errors in the client's words. */
import type { ErrorDetail } from './api-types.ts'
import { FlowlixConnectionError, FlowlixError, FlowlixTimeout } from './errors.ts'
import { isWorthAnotherTry, pause, pauseBefore, readRetryAfterMs } from './retry.ts'

export type ConnectionSettings = Readonly<{
  apiKey: string
  baseUrl: string
  timeoutMs: number
  retriesMax: number
  retryAfterMaxMs: number
  fetch: typeof fetch
}>

export type CallOptions = Readonly<{
  /** One for each thing that you want to happen, such as `order-1042`. A random one is made when none is given. */
  idempotencyKey?: string | undefined
  /** Gives up when it fires. */
  signal?: AbortSignal | undefined
  /** For each try, instead of the client's own. */
  timeoutMs?: number | undefined
}>

export type Asked = Readonly<{
  method: 'GET' | 'POST'
  path: string
  query?: Readonly<Record<string, string | number | undefined>> | undefined
  body?: object | undefined
}>

/** What every answer of the gateway has. */
type Answer = Readonly<{ object: string }>

export async function ask<T extends Answer>(
  settings: ConnectionSettings,
  asked: Asked,
  options: CallOptions,
): Promise<T> {
  // Made once: every try is the same request to the gateway.
  const request = requestOf(settings, asked, options)
  for (let tries = 1; ; tries++) {
    const failure: Failure = { retryAfterMs: null }
    try {
      return await askOnce<T>(settings, request, options, failure)
    } catch (error) {
      if (tries > settings.retriesMax || !isWorthAnotherTry(error, failure.retryAfterMs)) throw error
      if ((failure.retryAfterMs ?? 0) > settings.retryAfterMaxMs) throw error
      await pause(pauseBefore(tries, failure.retryAfterMs), options.signal)
    }
  }
}

type Failure = { retryAfterMs: number | null }
type Prepared = Readonly<{ url: string; init: RequestInit }>

function requestOf(settings: ConnectionSettings, asked: Asked, options: CallOptions): Prepared {
  const { method, path, query = {}, body } = asked
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

async function askOnce<T extends Answer>(
  settings: ConnectionSettings,
  request: Prepared,
  options: CallOptions,
  failure: Failure,
): Promise<T> {
  const timeoutMs = options.timeoutMs ?? settings.timeoutMs
  const timeout = AbortSignal.timeout(timeoutMs)
  const signal = options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout])
  options.signal?.throwIfAborted()
  let response: Response
  let text: string
  try {
    response = await settings.fetch(request.url, { ...request.init, signal })
    text = await response.text()
  } catch (error) {
    options.signal?.throwIfAborted()
    throw timeout.aborted ? new FlowlixTimeout(timeoutMs, error) : new FlowlixConnectionError(error)
  }
  failure.retryAfterMs = readRetryAfterMs(response.headers.get('retry-after'))
  const answer = parse(text)
  if (!response.ok) throw refusal(response, answer)
  // Half an answer ends without an error on some lines; a request with a key may be sent again.
  if (!isObject(answer) || typeof answer.object !== 'string')
    throw new FlowlixConnectionError(new Error('The answer is not one of the gateway.'))
  return answer as T
}

function refusal(response: Response, answer: unknown): FlowlixError {
  const detail = isObject(answer) && isObject(answer.error) ? (answer.error as Partial<ErrorDetail>) : {}
  const message = detail.message ?? `The answer had the status ${response.status} and no explanation.`
  const requestId = detail.request_id ?? response.headers.get('flowlix-request-id')
  return new FlowlixError(
    message,
    response.status,
    requestId === null ? detail : { ...detail, request_id: requestId },
  )
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
