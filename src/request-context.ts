/** What is known about a request, from its first byte to its log line. Modules add to it. */

/** Who sends a request, as far as trusted proxies say. */
export type Client = Readonly<{
  address: string
  /**
   * What limits by address are counted by: an IPv4 address, or the /64 network of an IPv6 address. Null if the address may be
   * that of a proxy, which turns limits by address off.
   */
  limitBy: string | null
}>

/** Where a request belongs in the sender's traces, by W3C Trace Context. */
export type Trace = Readonly<{
  /** 32 hexadecimal digits. */
  traceId: string
  /** The sender's span: 16 hexadecimal digits. */
  parentId: string
}>

/** A request made inside the process. */
const ourselves: Client = { address: 'internal', limitBy: null }

export class RequestContext {
  /** `req_` and 24 letters and digits: in the response, in error bodies, in every log line about this request. */
  readonly id: string
  readonly client: Client
  /** Null if the sender names none, or none that is valid. */
  readonly trace: Trace | null
  /** The pattern of the endpoint, for the log; null if the log must look it up. */
  route: string | null = null
  /** ID of the API key that was accepted, never the key itself. */
  keyId: string | null = null
  merchantId: string | null = null
  paymentId: string | null = null
  /** A word or two for the log about what the status does not say, such as `replayed`. */
  note: string | null = null

  constructor(id: string, client: Client = ourselves, trace: Trace | null = null) {
    this.id = id
    this.client = client
    this.trace = trace
  }
}

/** What Hono passes to every handler as `c.env`. */
export type RequestEnv = {
  Bindings: {
    context: RequestContext
    /** Node's own request; absent where a request is made inside the process. */
    incoming?: Readonly<{ rawHeaders: readonly string[] }>
  }
}
