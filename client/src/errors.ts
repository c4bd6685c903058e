/** What can go wrong, as the caller sees it: the gateway said no, said nothing in time, or could not be understood. */
import type { ErrorDetail } from './api-types.ts'

export type ErrorCode = ErrorDetail['code']

/** The gateway answered, and the answer is no. */
export class FlowlixError extends Error {
  override name = 'FlowlixError'
  /** HTTP status; null when there was no answer. */
  readonly status: number | null
  /** Null when the answer did not come from the gateway itself, or there was none. */
  readonly code: ErrorCode | null
  /** The field, query parameter or header at fault. */
  readonly param: string | null
  /** Names the request; tell it to whoever runs the gateway. */
  readonly requestId: string | null
  /** Where the documentation explains the code. */
  readonly docUrl: string | null

  constructor(message: string, status: number | null, detail: Partial<ErrorDetail> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.status = status
    this.code = detail.code ?? null
    this.param = detail.param ?? null
    this.requestId = detail.request_id ?? null
    this.docUrl = detail.doc_url ?? null
  }
}

/** No answer within the time-out, on every try. Something may have happened: send again with the same key, or read. */
export class FlowlixTimeout extends FlowlixError {
  override name = 'FlowlixTimeout'
  readonly timeoutMs: number
  constructor(timeoutMs: number, cause: unknown) {
    super(`The gateway did not answer within ${timeoutMs} ms.`, null, {}, cause)
    this.timeoutMs = timeoutMs
  }
}

/** The line broke, or nobody listens, on every try. As with a time-out, something may have happened. */
export class FlowlixConnectionError extends FlowlixError {
  override name = 'FlowlixConnectionError'
  constructor(cause: unknown) {
    super('The gateway could not be reached, or the line broke during its answer.', null, {}, cause)
  }
}
