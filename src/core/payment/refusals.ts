/** A rule forbids the command in the payment's state. A refusal is a value, not an error, and nothing has changed. */

export const refusalCodes = [
  /** The payment has ended; it never changes again. */
  'payment_ended',
  /** Its session is over. */
  'payment_expired',
  /** An attempt is running. Another one must not start, and this one cannot be reversed now. */
  'attempt_running',
  /** The sender has lost the payment to another worker, or the work has been done in the meantime. */
  'superseded',
  /** The customer has used all extensions, or the merchant does not allow any. */
  'extension_limit_reached',
  'payment_not_cancelable',
  'payment_not_refundable',
  'payment_already_refunded',
  'refund_limit_reached',
  'refund_window_closed',
  'refund_amount_too_large',
] as const

export type Refusal = (typeof refusalCodes)[number]
