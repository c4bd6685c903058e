/** The contract's errors: every code with its status and type, and the body that carries it. */

const kinds = {
  parameter_missing: [400, 'invalid_request_error'],
  parameter_invalid: [400, 'invalid_request_error'],
  invalid_api_key: [401, 'authentication_error'],
  permission_denied: [403, 'authentication_error'],
  resource_missing: [404, 'invalid_request_error'],
  method_not_allowed: [405, 'invalid_request_error'],
  idempotency_key_in_use: [409, 'idempotency_error'],
  webhook_secret_rolling: [409, 'invalid_request_error'],
  body_too_large: [413, 'invalid_request_error'],
  unsupported_media_type: [415, 'invalid_request_error'],
  payment_not_refundable: [422, 'invalid_request_error'],
  payment_already_refunded: [422, 'invalid_request_error'],
  refund_amount_too_large: [422, 'invalid_request_error'],
  refund_window_closed: [422, 'invalid_request_error'],
  payment_not_cancelable: [422, 'invalid_request_error'],
  refund_limit_reached: [422, 'invalid_request_error'],
  webhook_endpoint_limit_reached: [422, 'invalid_request_error'],
  rate_limit_exceeded: [429, 'rate_limit_error'],
  internal_error: [500, 'api_error'],
  service_unavailable: [503, 'api_error'],
} as const satisfies Record<string, readonly [number, string]>

export type ErrorCode = keyof typeof kinds

export const errorCodes = Object.keys(kinds) as ErrorCode[]

export function statusOfError(code: ErrorCode): number {
  return kinds[code][0]
}

/** Thrown anywhere while a request is served, and turned into a response in one place. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly code: ErrorCode
  /** The field (in dot notation), query parameter, or header that caused the error, or null. */
  readonly param: string | null
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: ErrorCode,
    message: string,
    param: string | null = null,
    headers: Record<string, string> = {},
  ) {
    super(message)
    this.code = code
    this.param = param
    this.headers = headers
  }
}

/** All seven keys, in the contract's order. `docsUrl` is the address of this gateway's own documentation. */
export function errorBody(error: ApiError, requestId: string, docsUrl: string): string {
  return JSON.stringify({
    error: {
      type: kinds[error.code][1],
      code: error.code,
      message: error.message,
      param: error.param,
      decline_code: null,
      doc_url: `${docsUrl}#error-${error.code}`,
      request_id: requestId,
    },
  })
}
