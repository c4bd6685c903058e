/** When another try is worth it, and after which pause. Only web standards, so that it runs everywhere. */
import { FlowlixConnectionError, FlowlixError, FlowlixTimeout } from './errors.ts'

const pauseBaseMs = 200
const pauseMaxMs = 5_000

/**
 * 408: the request did not arrive whole. 429 and 503: later. 502 and 504: a proxy lost the gateway. Reads are harmless,
 * and everything else carries an idempotency key, so asking again does no harm.
 */
const worthAnotherTry: readonly (number | null)[] = [408, 429, 502, 503, 504]

/** 409: only while the first request with this key is running does the gateway say when to ask again. */
export function isWorthAnotherTry(error: unknown, retryAfterMs: number | null): error is FlowlixError {
  if (error instanceof FlowlixTimeout || error instanceof FlowlixConnectionError) return true
  if (!(error instanceof FlowlixError)) return false
  return error.status === 409 ? retryAfterMs !== null : worthAnotherTry.includes(error.status)
}

/** Doubles with every try, and varies, so that many clients do not come back in step. */
export function pauseBefore(tries: number, retryAfterMs: number | null): number {
  const grown = Math.min(pauseMaxMs, pauseBaseMs * 2 ** (tries - 1))
  const varied = Math.round(grown * (0.5 + Math.random() / 2))
  return Math.max(varied, retryAfterMs ?? 0)
}

/** Seconds, as the gateway sends them. */
export function readRetryAfterMs(header: string | null): number | null {
  return header !== null && /^[0-9]{1,6}$/.test(header) ? Number(header) * 1_000 : null
}

/** Rejects with the signal's reason when it fires first. */
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
