/** How an API key is counted, by all nodes of a database together. */

export type KeyUse = Readonly<{
  requests: number
  bytes: number
  nowMs: number
  /** When the window began in which the requests are; `nowMs` where none is known that is not over. */
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
