/** Why an attempt to deliver an event was not a success, in fixed codes, so that they can be stored, shown, and counted. */
export const deliveryErrors = [
  /** Not connected in time, or no response in time. */
  'timed_out',
  'connection_refused',
  /** The connection broke, or the response was not HTTP. */
  'connection_reset',
  'name_not_resolved',
  'address_not_public',
  'tls_failed',
  /** Redirects are never followed. */
  'redirected',
  /** The headers of the response. A body is cut off. */
  'answer_too_large',
  /** Any status other than 2xx. */
  'status',
] as const

export type DeliveryError = (typeof deliveryErrors)[number]
