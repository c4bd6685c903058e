/** The rate limit of a key, for a request that was counted when the key was checked. */
import type { ApiKey } from '../core/api-key.ts'
import type { ResponseHeaders } from '../plain-http.ts'
import type { RequestContext } from '../request-context.ts'
import { requestFields, securityEvent } from '../security-event.ts'
import type { ApiContext } from './api-context.ts'
import { ApiError } from './api-error.ts'
import type { Caller } from './caller.ts'
import type { RateLimitState } from './rate-limit.ts'

type Counted = Readonly<{ limitHeaders: ResponseHeaders; refusal: ApiError | null }>

export function limitRequest(
  api: ApiContext,
  context: RequestContext,
  { key, rate: state }: Caller,
): Counted {
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
