/** What can go wrong, as the caller sees it: an error response, no response in time, or no connection. */
import type { ErrorDetail } from './api-types.ts'

export type ErrorCode = ErrorDetail['code']
export type ErrorType = ErrorDetail['type']

type Details = Readonly<{
  status?: number
  detail?: Partial<ErrorDetail>
  retryAfterMs?: number | null
  cause?: unknown
}>

/** The gateway returned an error. Its subclasses mean that there was no response. */
export class FlowlixError extends Error {
  override name = 'FlowlixError'
  /** HTTP status code; null if there was no response. */
  readonly status: number | null
  /** The kind of error, such as `rate_limit_error`; null if the response did not come from the gateway itself. */
  readonly type: ErrorType | null
  /** What exactly went wrong, such as `parameter_invalid`; null if the response did not come from the gateway itself. */
  readonly code: ErrorCode | null
  /** The field, query parameter, or header that caused the error. */
  readonly param: string | null
  /** Identifies the request; quote it when you report a problem. */
  readonly requestId: string | null
  /** Where the documentation explains the code. */
  readonly docUrl: string | null
  /** How long the gateway asks you to wait before the next attempt, in milliseconds. */
  readonly retryAfterMs: number | null

  constructor(message: string, { status, detail = {}, retryAfterMs, cause }: Details = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.status = status ?? null
    this.type = detail.type ?? null
    this.code = detail.code ?? null
    this.param = detail.param ?? null
    this.requestId = detail.request_id ?? null
    this.docUrl = detail.doc_url ?? null
    this.retryAfterMs = retryAfterMs ?? null
  }
}

/**
 * No response within the timeout, in any of the attempts. The request may have been carried out: send it again with the same
 * idempotency key, or read the payment.
 */
export class FlowlixTimeoutError extends FlowlixError {
  override name = 'FlowlixTimeoutError'
  readonly timeoutMs: number
  constructor(timeoutMs: number, cause: unknown) {
    super(`The gateway did not respond within ${timeoutMs} ms.`, { cause })
    this.timeoutMs = timeoutMs
  }
}

/** The gateway could not be reached, in any of the attempts. As with a timeout, the request may have been carried out. */
export class FlowlixConnectionError extends FlowlixError {
  override name = 'FlowlixConnectionError'
  constructor(cause: unknown) {
    super('The gateway could not be reached, or the connection was lost before its response was complete.', {
      cause,
    })
  }
}
