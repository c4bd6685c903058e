/** What the load generator is asked to do, and what it answers: plain data that passes between processes. */

/** A request as bytes. `counter`, if it occurs, is replaced by as many digits, another number each time. */
export type LoadJob = Readonly<{
  port: number
  requestText: string
  connections: number
  seconds: number
  expectedStatus: number
}>

/** The digits of the counter in a request's text. Fixed in length, so that only these bytes are ever rewritten. */
export const counter = '0000000000'

export type Measured = Readonly<{
  requests: number
  requestsPerSecond: number
  p50Ms: number
  p99Ms: number
  /** The share of the time in which the generator's processor was busy: at 1 it measures itself. */
  generatorBusy: number
}>

export type LoadResult = Readonly<{ measured: Measured }> | Readonly<{ error: string }>
