/**
 * Serves a request, in the same way for every endpoint: authenticate, count, run. Each step may throw an {@link ApiError},
 * and this is the one place that turns it into a response.
 */

import type { PlainResponse, ResponseHeaders } from '../plain-http.ts'
import { requestFields, securityEvent } from '../security-event.ts'
import type { ApiContext } from './api-context.ts'
import type { ApiError } from './api-error.ts'
import { type Caller, identify } from './caller.ts'
import type { ApiResponse, Incoming } from './endpoint.ts'
import { errorResponse, toApiError } from './error-response.ts'
import { limitRequest } from './limit-request.ts'
import { UnknownParameter } from './query.ts'
import { runEndpoint } from './run-endpoint.ts'

export function serve(api: ApiContext, incoming: Incoming): Promise<PlainResponse> {
  return serveCaller(api, incoming, async (caller, headers) => {
    const { context } = incoming
    const { response, isReplay } = await runEndpoint(api, incoming, caller)
    context.paymentId ??= paymentIn(response)
    const { status, body } = response
    if (!isReplay) return { status, headers, body }
    context.note = 'replayed'
    return { status, headers: { ...headers, 'Idempotent-Replayed': 'true' }, body }
  })
}

/** `run` gets what every response to the caller has. */
export async function serveCaller<Result>(
  api: ApiContext,
  incoming: Incoming,
  run: (caller: Caller, headers: ResponseHeaders) => Promise<Result>,
): Promise<Result | PlainResponse> {
  const { context } = incoming
  let headers: ResponseHeaders = {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Flowlix-Request-Id': context.id,
  }
  try {
    const caller = await identify(api, incoming)
    const { limitHeaders, refusal } = limitRequest(api, context, caller)
    headers = { ...headers, ...limitHeaders }
    if (refusal !== null) throw refusal
    return await run(caller, headers)
  } catch (thrown) {
    return refuse(api, incoming, thrown, headers)
  }
}

/** The body of a payment begins with its ID, including the kept body of a repeated request. */
function paymentIn({ body }: ApiResponse): string | null {
  return /^\{"id":"(pay_[0-9a-f-]{36})"/.exec(body)?.[1] ?? null
}

function refuse(
  { gateway: { log }, docsUrl }: ApiContext,
  { request, context }: Incoming,
  thrown: unknown,
  headers: ResponseHeaders,
): PlainResponse {
  const error = toApiError(log, thrown, context.id)
  // For the log, because the status alone does not say it.
  context.note ??= [error.code, ...placeOf(error)].join(' ')
  if (error.code === 'invalid_api_key')
    securityEvent(log, 'authentication_failed', { ...requestFields(context), object: request.method })
  return errorResponse(error, context.id, docsUrl, headers)
}

/** Only names that we define: names of unknown parameters and in `metadata` come from the sender. */
function placeOf(error: ApiError): readonly string[] {
  if (error.param === null || error instanceof UnknownParameter) return []
  return [error.param.startsWith('metadata.') ? 'metadata' : error.param]
}
