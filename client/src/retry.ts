/** When a request is worth another attempt, and how long to pause before it. */
import { FlowlixConnectionError, FlowlixError, FlowlixTimeoutError } from './errors.ts'

const pauseBaseMs = 200
const pauseMaxMs = 5_000

/**
 * 408: the request arrived incomplete. 429 and 503: the gateway asks for another attempt later. 502 and 504: a proxy could not
 * reach the gateway. Reads are harmless, and every other request has an idempotency key, so repeating it does no harm.
 */
const worthAnotherTry: readonly (number | null)[] = [408, 429, 502, 503, 504]

/** 409: the gateway says when to try again only while the first request with this key is running. */
export function isWorthAnotherTry(error: unknown): error is FlowlixError {
  if (error instanceof FlowlixTimeoutError || error instanceof FlowlixConnectionError) return true
  if (!(error instanceof FlowlixError)) return false
  return error.status === 409 ? error.retryAfterMs !== null : worthAnotherTry.includes(error.status)
}

/** Doubles with every attempt, and varies so that many clients do not come back at the same moment. */
export function pauseBefore(tries: number, retryAfterMs: number | null): number {
  const grown = Math.min(pauseMaxMs, pauseBaseMs * 2 ** (tries - 1))
  const varied = Math.round(grown * (0.5 + Math.random() / 2))
  return Math.max(varied, retryAfterMs ?? 0)
}

/** Seconds, as the gateway sends them. */
export function readRetryAfterMs(header: string | null): number | null {
  return header !== null && /^[0-9]{1,6}$/.test(header) ? Number(header) * 1_000 : null
}

/** Rejects with the signal's reason if it is aborted first. */
export function pause(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, durationMs)
    if (signal?.aborted === true) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}
