/** Why a request is not accepted as an event from the gateway. */

/**
 * - `missing_headers`: the request has no signature.
 * - `too_old`, `too_new`: the signature is correct, but its time is further from the present than the tolerance.
 * - `no_match`: none of the signatures was made with one of the secrets over these bytes.
 * - `not_raw`: the payload was not the request's raw body, but something that was parsed from it.
 */
export type WebhookFailure = 'missing_headers' | 'too_old' | 'too_new' | 'no_match' | 'not_raw'

/** The request must not be trusted. Respond with status 400. */
export class WebhookVerificationError extends Error {
  override name = 'WebhookVerificationError'
  readonly reason: WebhookFailure

  constructor(reason: WebhookFailure, message: string) {
    super(message)
    this.reason = reason
  }
}
