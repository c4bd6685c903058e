/** What waits in a database: statements that every engine can run, each of which looks only at what waits. */
import type { AttemptState } from '../core/attempt/attempt.ts'
import { attemptStates } from '../core/attempt/attempt.ts'
import { type RefundState, refundStates } from '../core/refund/refund.ts'
import type { Unsettled } from '../ports/storage.ts'
import { known } from './rows/damaged-row.ts'

export const oldestDueText = 'select min(wake_at_ms) as at_ms from payments where wake_at_ms is not null'

/** Their conditions are those of the indexes, so that nothing else is read. */
export const unsettledText = `
  select 'attempt' as part, state, count(*) as count, min(started_at_ms) as oldest_ms from attempts
  where settled_at_ms is null and state <> 'sending' and state <> 'challenged' group by state
  union all
  select 'refund' as part, state, count(*) as count, min(created_at_ms) as oldest_ms from refunds
  where completed_at_ms is null and state <> 'sending' and state <> 'pending' group by state`

/** Numbers come as text from an engine that has larger ones. */
export type UnsettledRow = Readonly<{
  part: 'attempt' | 'refund'
  state: string
  count: number | string
  oldest_ms: number | string
}>

const states = new Set<AttemptState | RefundState>([...attemptStates, ...refundStates])

export function unsettledOf({ part, state, count, oldest_ms: oldestMs }: UnsettledRow): Unsettled {
  const name = known(states, state as AttemptState, `${part}s.state`)
  return { part, state: name, count: Number(count), oldestMs: Number(oldestMs) }
}

/** `atMs`: the earliest time at which any payment must be looked at. */
export function dueSince(atMs: number | string | null, nowMs: number): number | null {
  return atMs === null || Number(atMs) > nowMs ? null : Number(atMs)
}
