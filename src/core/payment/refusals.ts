/** Our own "no": a rule forbids the command in this state. A value, not an error; nothing has changed. */

export const refusalCodes = [
  /** The payment has ended; it never changes again. */
  'payment_ended',
  /** Its time is over. */
  'payment_expired',
  /** An attempt is running; another one must not begin, and this one cannot be called back. */
  'attempt_running',
  /** The answer comes from a worker that has lost the payment to another one, or concerns work done meanwhile. */
  'superseded',
  'payment_not_cancelable',
  'payment_not_refundable',
  'payment_already_refunded',
  'refund_limit_reached',
  'refund_window_closed',
  'refund_amount_too_large',
] as const

export type Refusal = (typeof refusalCodes)[number]
