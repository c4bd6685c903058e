/**
 * From a request to its answer, the same way for every endpoint: authenticate, count, read, replay, handle. Each step
 * throws an {@link ApiError} where it must, and this is the one place that turns them into answers.
 */

import type { ApiKey } from '../core/api-key.ts'
import { AcquirerUnavailable } from '../operations/gateway.ts'
import { CommitUnknown, StorageUnavailable } from '../ports.ts'
import type { RequestContext } from '../request-context.ts'
import { requestFields, securityEvent } from '../security-event.ts'
import { ApiError, errorBody, statusOfError } from './api-error.ts'
import { authenticate, readSecretKey } from './authenticate.ts'
import type { Answer, Endpoint } from './endpoint.ts'
import { tooManyFailedKeys } from './failed-keys.ts'
import { handleOnce } from './handle-once.ts'
import type { AnswerHeaders, ApiContext, Incoming } from './incoming.ts'
import { readQuery, UnknownParameter } from './query.ts'
import { rateLimitHeaders } from './rate-limit.ts'
import { readBody, requireJson } from './read-body.ts'

/** `find` gives the endpoint, or throws the 404 or 405 that an authenticated caller may see. */
export async function serve(
  context: ApiContext,
  incoming: Incoming,
  find: () => Endpoint,
): Promise<Response> {
  const requestId = incoming.context.id
  const headers: AnswerHeaders = {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Flowlix-Request-Id': requestId,
  }
  try {
    const answer = await answerTo(context, incoming, find, headers)
    incoming.context.paymentId ??= paymentIn(answer)
    return new Response(answer.body, { status: answer.status, headers })
  } catch (thrown) {
    const error = toApiError(context, thrown, requestId)
    note(context, incoming, error)
    const body = errorBody(error, requestId, context.docsUrl)
    return new Response(body, {
      status: statusOfError(error.code),
      headers: { ...headers, ...error.headers },
    })
  }
}

/** Every payment begins with its ID, also the kept one of a repeated request. */
function paymentIn({ body }: Answer): string | null {
  return /^\{"id":"(pay_[0-9a-f-]{36})"/.exec(body)?.[1] ?? null
}

/** For the log: what the status does not say. */
function note({ gateway: { log } }: ApiContext, { request, context }: Incoming, error: ApiError): void {
  context.note ??= [error.code, ...placeOf(error)].join(' ')
  if (error.code === 'invalid_api_key')
    securityEvent(log, 'authentication_failed', { ...requestFields(context), object: request.method })
}

/** Names of ours only: those of unknown parameters and in `metadata` are the sender's. */
function placeOf(error: ApiError): readonly string[] {
  if (error.param === null || error instanceof UnknownParameter) return []
  return [error.param.startsWith('metadata.') ? 'metadata' : error.param]
}

async function answerTo(
  context: ApiContext,
  incoming: Incoming,
  find: () => Endpoint,
  headers: AnswerHeaders,
): Promise<Answer> {
  const { request } = incoming
  const { key, secretKey } = await identify(context, incoming)
  incoming.context.keyId = key.id
  incoming.context.merchantId = key.merchantId
  countRequest(context, incoming.context, key, headers)
  const endpoint = find()
  incoming.context.route = endpoint.path
  const query = readQuery(request.url, endpoint.query)
  const bytes = await bodyOf(endpoint, request)
  return handleOnce(context, { incoming, endpoint, key, secretKey, query, bytes, headers })
}

/** A wrong key is answered as such only so often for each address; a right one from there is never held up. */
async function identify(context: ApiContext, { request, repeatedHeaders, context: asking }: Incoming) {
  const { storage, clock } = context.gateway
  try {
    const header = request.headers.get('authorization')
    const secretKey = readSecretKey(header, repeatedHeaders.has('authorization'))
    const key = await authenticate(storage, secretKey, clock.nowMs(), context.acceptsDocumentedKey)
    return { key, secretKey }
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'invalid_api_key') throw error
    throw tooManyFailedKeys(context, asking) ?? error
  }
}

function countRequest(
  { gateway, rateLimit, throttles }: ApiContext,
  request: RequestContext,
  key: ApiKey,
  headers: AnswerHeaders,
): void {
  const { clock, log } = gateway
  const state = rateLimit.count(key.id, clock)
  Object.assign(headers, rateLimitHeaders(state))
  if (!state.isExceeded) return
  const rule = 'requests_by_key'
  const count = throttles.tell(`${rule} ${key.id}`, clock.monotonicMs())
  if (count !== null) securityEvent(log, 'throttled', { ...requestFields(request), rule, count })
  const message = `This key sent more than ${state.limit} requests in a minute.`
  throw new ApiError('rate_limit_exceeded', message, null, { 'Retry-After': String(state.retryAfterSeconds) })
}

const noBytes = new Uint8Array()

async function bodyOf(endpoint: Endpoint, request: Request): Promise<Uint8Array> {
  if (endpoint.body === 'none') return noBytes
  if (endpoint.body === 'optional' && !hasBody(request)) return noBytes
  requireJson(request)
  return readBody(request)
}

function hasBody(request: Request): boolean {
  const length = request.headers.get('content-length')
  if (length !== null) return length !== '0'
  return request.headers.has('transfer-encoding') || request.headers.has('content-type')
}

/** A commit in doubt may have happened, so this must not say that nothing was done. */
const unavailable =
  'The service is not available at the moment. Send the request again with the same idempotency key: it is carried out once or not at all. Without a key, check first whether it was carried out.'

function toApiError(context: ApiContext, error: unknown, requestId: string): ApiError {
  if (error instanceof ApiError) return error
  const isOutage =
    error instanceof StorageUnavailable ||
    error instanceof CommitUnknown ||
    error instanceof AcquirerUnavailable
  const name = error instanceof Error ? error.name : 'fault'
  if (isOutage) {
    context.gateway.log.warn({ requestId, cause: name }, 'a request could not be served')
    return new ApiError('service_unavailable', unavailable, null, { 'Retry-After': '5' })
  }
  const stack = error instanceof Error ? error.stack : undefined
  context.gateway.log.error({ requestId, cause: name, stack }, 'a fault')
  return new ApiError(
    'internal_error',
    'Something went wrong on our side. The request ID helps the operator of the gateway to find out what.',
  )
}
