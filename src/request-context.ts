/** What is known of one request, from its first byte to its line in the log. Rooms add what they learn on the way. */

export class RequestContext {
  /** `req_` and 24 letters and digits: in the response, in error bodies, in every log line about this request. */
  readonly id: string
  /** The API key that was accepted; its id, never the key. */
  keyId: string | null = null
  merchantId: string | null = null
  paymentId: string | null = null
  /** What the status does not say, in a word or two for the log, such as `replayed`. */
  note: string | null = null

  constructor(id: string) {
    this.id = id
  }
}

/** What Hono hands to every handler as `c.env`. */
export type RequestEnv = {
  Bindings: {
    context: RequestContext
    /** Node's own request; absent where a request is made inside the process. */
    incoming?: Readonly<{ rawHeaders: readonly string[] }>
  }
}
