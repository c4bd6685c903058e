/** What every error code means and what a caller does about it: shown on the page, and in the published description. */

import type { ErrorCode } from '../api/api-error.ts'
import { refundWindowDays } from '../core/payment/rules.ts'

type Guide = Readonly<{ meaning: string; remedy: string }>

export const errorGuide: Readonly<Record<ErrorCode, Guide>> = {
  parameter_missing: {
    meaning: 'A required parameter is missing or null.',
    remedy: 'Send the field that `param` names.',
  },
  parameter_invalid: {
    meaning:
      'A value has the wrong type, format, or range, or a cursor or query parameter is unknown. `param` is null if the body is not a JSON object.',
    remedy:
      'Correct the field that `param` names. Only the first invalid field is reported, so there may be more.',
  },
  invalid_api_key: {
    meaning: 'The secret key is missing, malformed, unknown, expired, or revoked.',
    remedy:
      'Check the `Authorization` header. The response is the same in every case, so that it reveals nothing about keys.',
  },
  permission_denied: {
    meaning:
      'The key is valid, but not permitted to do this. A live key needs a live acquirer and, to charge cards, a merchant with a legal name, a city, a country, and a support email, phone, or URL.',
    remedy: 'The message names what is missing. Ask the operator of the gateway to add it.',
  },
  resource_missing: {
    meaning:
      'No such payment exists for this key, or the path does not exist. Payments of other merchants and of the other mode are not visible to you.',
    remedy: 'Check the ID, and whether the payment was created with a test key or a live key.',
  },
  method_not_allowed: {
    meaning: 'The path exists, but does not support this method.',
    remedy: 'Use one of the methods listed in the `Allow` header.',
  },
  idempotency_key_in_use: {
    meaning:
      'The idempotency key was used for a different request, or the first request with it is still in progress. The message says which.',
    remedy:
      'If the response has `Retry-After`, the first request is in progress: retry the same request after that time. Otherwise, use a new key for a new request.',
  },
  webhook_secret_rolling: {
    meaning: 'The secret of the webhook endpoint was replaced recently, and the previous one still signs.',
    remedy:
      'Wait until `previous_secret_expires_at`, or send `expires_in: 0` to end both secrets immediately.',
  },
  body_too_large: {
    meaning: 'The body is larger than 512 KiB.',
    remedy: 'Send less data. The largest valid request is below the limit.',
  },
  unsupported_media_type: {
    meaning: 'The body was not sent as JSON.',
    remedy: 'Send `Content-Type: application/json`.',
  },
  payment_not_refundable: {
    meaning: 'The payment has not succeeded, so there is nothing to refund.',
    remedy: 'Refund payments with the status `succeeded`, and cancel open ones.',
  },
  payment_already_refunded: {
    meaning: 'The full amount has already been refunded or is being refunded.',
    remedy: 'See `refunds` and `refunded_amount`.',
  },
  refund_amount_too_large: {
    meaning: 'The amount is greater than what is left to refund.',
    remedy: 'Refund at most `amount` minus `refunded_amount`.',
  },
  refund_window_closed: {
    meaning: `The payment was created more than ${refundWindowDays} days ago.`,
    remedy: 'Return the money in another way, such as a bank transfer.',
  },
  payment_not_cancelable: {
    meaning: 'The payment is not open, or a card is being charged at this moment.',
    remedy: 'Retrieve the payment, and refund it if it succeeded.',
  },
  refund_limit_reached: {
    meaning: 'The payment already has 100 refunds, including failed ones.',
    remedy: 'Return the remainder in another way, such as a bank transfer.',
  },
  webhook_endpoint_limit_reached: {
    meaning: 'This mode already has 16 webhook endpoints.',
    remedy: 'Delete an endpoint that you no longer need.',
  },
  rate_limit_exceeded: {
    meaning:
      'The key has exceeded its limit of requests per minute or of storage per day, or too many requests without a valid key came from your address.',
    remedy: 'Wait for the number of seconds in `Retry-After`.',
  },
  internal_error: {
    meaning: 'Something went wrong on our side.',
    remedy:
      'Retry with the same idempotency key. If the error persists, report the request ID to the operator of the gateway.',
  },
  service_unavailable: {
    meaning:
      'The storage or the acquirer cannot be reached, or the gateway is shutting down. In rare cases, the request was carried out and only its confirmation was lost.',
    remedy:
      'Wait for the number of seconds in `Retry-After`, then retry with the same idempotency key: the request is carried out once or not at all. Without a key, first check whether it was carried out.',
  },
}
