/** What can happen to a commit on its way to PostgreSQL and back. */

/** `before` PostgreSQL gets it, or `after` PostgreSQL has carried it out and before its answer arrives. */
export type Moment = 'before' | 'after'

/**
 * - `reset`: both ends learn that the connection is gone
 * - `silence`: nothing arrives anymore, and nobody learns why
 * - `hold`: everything waits until it is released
 */
export type How = 'reset' | 'silence' | 'hold'

export type Held = Readonly<{ release(): void }>

export type CommitFault = Readonly<{
  moment: Moment
  how: How
  happened(held: Held): void
}>

export type Traffic = Readonly<{
  connections: number
  /** Round trips, unless several are on their way at once. */
  queries: number
  commits: number
}>
