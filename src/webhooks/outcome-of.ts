/** What became of a request that had a connection. */
import type { WebhookOutcome } from '../ports/webhook-sender.ts'
import { excerptOf } from './excerpt.ts'
import type { Posted } from './post.ts'
import { readRetryAfter } from './retry-after.ts'

/**
 * A receiver on the Internet tells nothing that its owner could not read there. What one in a private network says could be
 * anything, so it is not shown.
 */
export function outcomeOf(posted: Posted, isPublic: boolean, nowMs: number): WebhookOutcome {
  if (posted.kind === 'lost')
    return { kind: 'failed', error: posted.cause === 'ended' ? 'timed_out' : posted.cause }
  const { statusCode, retryAfter, body } = posted
  return {
    ...{ kind: 'responded', statusCode, error: errorOf(statusCode) },
    askedMs: readRetryAfter(retryAfter ?? '', nowMs),
    excerpt: isPublic ? excerptOf(body) : null,
  }
}

function errorOf(statusCode: number): 'redirected' | 'status' | null {
  if (statusCode >= 200 && statusCode < 300) return null
  return statusCode >= 300 && statusCode < 400 ? 'redirected' : 'status'
}
