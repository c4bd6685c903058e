/** What every error code means and what a caller does about it: shown on the page, and in the published description. */
import type { ErrorCode } from '../api/api-error.ts'

export type Guide = Readonly<{ meaning: string; remedy: string }>

export const errorGuide: Readonly<Record<ErrorCode, Guide>> = {
  parameter_missing: {
    meaning: 'A required parameter is absent, or null.',
    remedy: 'Send the field that `param` names.',
  },
  parameter_invalid: {
    meaning:
      'A value has the wrong type, form or range, a cursor is unknown, or the body is not one JSON object; then `param` is null.',
    remedy: 'Correct the field that `param` names. The first wrong one is reported; there may be more.',
  },
  invalid_api_key: {
    meaning: 'The secret key is missing, malformed, unknown or revoked.',
    remedy:
      'Check the `Authorization` header. The answer is the same in all four cases, so that nothing can be learned from it.',
  },
  permission_denied: {
    meaning: 'The key is valid but may not do this. Reserved: every key may do everything at present.',
    remedy: 'Use a key that may.',
  },
  resource_missing: {
    meaning:
      'There is no such payment for this key, or no such path. Payments of other merchants and of the other mode do not exist for you.',
    remedy: 'Check the id, and whether it was made with a test key or a live key.',
  },
  method_not_allowed: {
    meaning: 'The path exists, but not for this method.',
    remedy: 'Use one of the methods that the `Allow` header lists.',
  },
  idempotency_key_in_use: {
    meaning:
      'The idempotency key was used for a request with another path or body, or its first request is still running.',
    remedy:
      'After a broken line, wait a second and send the same request again. For a new request, use a new key.',
  },
  body_too_large: {
    meaning: 'The body has more than 512 KiB.',
    remedy: 'Send less; the largest valid request fits.',
  },
  unsupported_media_type: {
    meaning: 'The body was not sent as JSON.',
    remedy: 'Send `Content-Type: application/json`.',
  },
  payment_not_refundable: {
    meaning: 'The payment has not succeeded, so there is nothing to give back.',
    remedy: 'Refund payments with the status `succeeded`; cancel open ones.',
  },
  payment_already_refunded: {
    meaning: 'The whole amount has been paid back, or is on its way.',
    remedy: 'Look at `refunds` and `refunded_amount`.',
  },
  refund_amount_too_large: {
    meaning: 'The amount is more than what is left to refund.',
    remedy: 'Refund at most `amount` less `refunded_amount`.',
  },
  refund_window_closed: {
    meaning: 'The payment was created more than 180 days ago.',
    remedy: 'Pay the money back by another way, such as a bank transfer.',
  },
  payment_not_cancelable: {
    meaning: 'The payment has ended, or a card is being charged at this moment.',
    remedy: 'Read the payment. If it succeeded, refund it.',
  },
  rate_limit_exceeded: {
    meaning:
      'The key has sent more requests than its minute allows or stored more than its day allows, or too many requests without a valid key came from this address.',
    remedy: 'Wait as many seconds as `Retry-After` says.',
  },
  internal_error: {
    meaning: 'A fault on the side of the gateway.',
    remedy:
      'Send the request again with the same idempotency key; if it stays, tell whoever runs the gateway the request id.',
  },
  service_unavailable: {
    meaning:
      'Storage or the acquirer cannot be reached, or the gateway is shutting down. Nothing is half-done.',
    remedy: 'Wait as many seconds as `Retry-After` says, then send the same request with the same key.',
  },
}
