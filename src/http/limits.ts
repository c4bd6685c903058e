/** What one client may take of the server, in time and in space. */

/** Node's own limits. Its defaults left slow senders open for more than 25 s. */
export const nodeLimits = {
  headersTimeout: 5_000,
  /** Of a whole request; the API's are shorter, see below. */
  requestTimeout: 15_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 8_192,
  // A missing Host is refused by us: Node's own response would have no body.
  requireHostHeader: false,
} as const

export const headersMax = 64

export type Limits = Readonly<{
  urlLengthMax: number
  /** Of a whole request to the API. Its senders are servers; customers on a train have Node's limit. */
  apiRequestMs: number
  /** How long a connection is kept for the next request. Longer than proxies do: whoever closes first loses no request. */
  keepAliveMs: number
  connectionsMax: number
  /** Only for addresses that identify a client: see `Client.limitBy`. */
  connectionsPerAddress: number
  /** How long a client that has closed its side is kept for its response. */
  halfClosedMs: number
  /** How many bytes of unread responses all connections together may hold. */
  waitingBytesMax: number
  /** How long an unread response may wait. Twice this at most: Node takes the first part of a large write for progress. */
  stalledMs: number
  /** How many requests may wait for their turn on one connection. Node parses them before we see the first. */
  pipelinedMax: number
  /**
   * How many bytes of responses to pipelined requests one connection may get before it is closed: the kernel buffers them for
   * a client that does not read.
   */
  unseenBytesMax: number
  /** A body of a request that should have none is read up to this size, so that its connection stays usable. */
  ignoredBodyBytesMax: number
  /** How much of a refused request's body is read before the response is sent; otherwise a reset could discard the response. */
  discardedBytesMax: number
  discardMs: number
}>

export const defaultLimits: Limits = {
  urlLengthMax: 2_048,
  apiRequestMs: 10_000,
  keepAliveMs: 75_000,
  connectionsMax: 10_000,
  connectionsPerAddress: 200,
  halfClosedMs: 1_000,
  waitingBytesMax: 32 * 1024 * 1024,
  stalledMs: 12_000,
  pipelinedMax: 32,
  unseenBytesMax: 256 * 1024,
  ignoredBodyBytesMax: 8 * 1024,
  discardedBytesMax: 2 * 1024 * 1024,
  discardMs: 5_000,
}
