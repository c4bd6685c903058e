/** What is known of one request, from its first byte to its line in the log. Rooms add what they learn on the way. */

/** Who is asking, as far as the proxies in front are trusted to tell. */
export type Client = Readonly<{
  address: string
  /**
   * What limits by address count by: an IPv4 address, or the /64 network of an IPv6 address. Null where the address
   * may be that of a proxy, so that limits by address are off.
   */
  limitBy: string | null
}>

/** A request made inside the process. */
const ourselves: Client = { address: 'internal', limitBy: null }

export class RequestContext {
  /** `req_` and 24 letters and digits: in the response, in error bodies, in every log line about this request. */
  readonly id: string
  readonly client: Client
  /** The pattern of the endpoint that was found, for the log; null where the log must look for itself. */
  route: string | null = null
  /** The API key that was accepted; its id, never the key. */
  keyId: string | null = null
  merchantId: string | null = null
  paymentId: string | null = null
  /** What the status does not say, in a word or two for the log, such as `replayed`. */
  note: string | null = null

  constructor(id: string, client: Client = ourselves) {
    this.id = id
    this.client = client
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
