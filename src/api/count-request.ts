/** Counts a request against the rate limit of its key. */
import type { ApiKey } from '../core/api-key.ts'
import type { ResponseHeaders } from '../plain-http.ts'
import type { RequestContext } from '../request-context.ts'
import { requestFields, securityEvent } from '../security-event.ts'
import type { ApiContext } from './api-context.ts'
import { ApiError } from './api-error.ts'
import type { RateLimitState } from './rate-limit.ts'

type Counted = Readonly<{ limitHeaders: ResponseHeaders; refusal: ApiError | null }>

export function countRequest(api: ApiContext, context: RequestContext, key: ApiKey): Counted {
  const state = api.rateLimit.count(key.id, api.gateway.clock)
  const limitHeaders = {
    'X-RateLimit-Limit': String(state.limit),
    'X-RateLimit-Remaining': String(state.remaining),
    'X-RateLimit-Reset': String(state.resetSeconds),
  }
  return { limitHeaders, refusal: state.isExceeded ? refuse(api, context, key, state) : null }
}

function refuse(
  { gateway: { clock, log }, throttles }: ApiContext,
  context: RequestContext,
  key: ApiKey,
  { limit, retryAfterSeconds }: RateLimitState,
): ApiError {
  const rule = 'requests_by_key'
  context.note = rule
  const count = throttles.tell(`${rule} ${key.id}`, clock.monotonicMs())
  if (count !== null) securityEvent(log, 'throttled', { ...requestFields(context), rule, count })
  const message = `Rate limit exceeded: ${limit} requests per minute for this key.`
  return new ApiError('rate_limit_exceeded', message, null, { 'Retry-After': String(retryAfterSeconds) })
}
