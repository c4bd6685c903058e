/** How an API key is counted, by one process or by all nodes of a database together. */

/** Requests are counted in windows of this length, from the first one. */
export const requestWindowMs = 60_000
/** Bytes that are stored, likewise. */
export const storageWindowMs = 24 * 3_600_000
/**
 * Nodes' times differ by less. A client that waits for the end of its window must find that it is over, whichever node it asks.
 */
export const nodesDifferMs = 100

export type KeyUse = Readonly<{
  requests: number
  bytes: number
  nowMs: number
  /** When the window of the requests began; `nowMs` if no window is known that is still running. */
  windowMs: number
  /** The window that is over by the monotonic clock, whatever the other one shows. */
  endedMs: number | null
}>

export type KeyUsage = Readonly<{
  windowMs: number
  /** In the window, up to and with this request. */
  requests: number
  /** When the first of the bytes were stored. */
  dayMs: number
  bytes: number
}>
