/** Limits how many requests with an invalid key an address can send per minute. */
import type { RequestContext } from '../request-context.ts'
import { requestFields, securityEvent } from '../security-event.ts'
import type { ApiContext } from './api-context.ts'
import { ApiError } from './api-error.ts'

/** Null while the address is below the limit. */
export function tooManyFailedKeys(
  { throttles, gateway }: ApiContext,
  context: RequestContext,
): ApiError | null {
  const { clock, log } = gateway
  const { limitBy } = context.client
  const waitMs = throttles.failedKey(limitBy, clock.monotonicMs())
  if (waitMs === 0) return null
  context.note = 'failed_keys'
  const count = throttles.tell(`failed_keys ${limitBy}`, clock.monotonicMs())
  if (count !== null)
    securityEvent(log, 'throttled', { ...requestFields(context), rule: 'failed_keys', count })
  const message =
    'Too many requests without a valid API key from your address. Requests with a valid key are still accepted.'
  const retryAfter = String(Math.max(1, Math.ceil(waitMs / 1_000)))
  return new ApiError('rate_limit_exceeded', message, null, { 'Retry-After': retryAfter })
}
