/** What an engine reports for metrics. Nothing in the engine depends on it. */

export type StorageObserver = Readonly<{
  /** After a commit that succeeded: how many writes it contained, and how long they and the commit took. */
  commit(writes: number, tookMs: number): void
  /** Once, from an engine that has a pool of connections. The function reads the pool's current state. */
  pool?(read: () => PoolState): void
}>

export type PoolState = Readonly<{
  /** The most connections that the pool may open. */
  max: number
  open: number
  /** Of the open ones, those that are executing something. */
  busy: number
  /** Calls that wait for a connection. */
  waiting: number
}>
