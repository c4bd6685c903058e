/** What has happened in a campaign: one that never loses an answer proves nothing about lost answers. */
import type { Fault } from '../stand-in/faults.ts'

const happened = [
  ...(['payments', 'further_attempts', 'returns_from_issuers', 'refunds'] as const),
  ...(['deaths', 'freezes', 'stops_at_storage', 'stops_at_calls', 'stops_at_requests'] as const),
  ...(['restorations', 'late_restorations', 'restorations_not_reconciled'] as const),
  ...(['new_keys', 'new_accounts', 'mistaken_keys'] as const),
] as const

/** Every kind that `drawFault` draws. */
const faults = [
  ...(['unreachable', 'request_lost', 'answer_lost', 'late', 'truncated', 'garbage', 'instead'] as const),
] as const satisfies readonly Fault['kind'][]

export const happenings = [...happened, ...faults] as const

export type Counts = Record<(typeof happenings)[number], number>

export function noCounts(): Counts {
  return Object.fromEntries(happenings.map((name) => [name, 0])) as Counts
}

/** Only faults that a request has met. */
export function countFaults(counts: Counts, met: ReadonlyMap<string, number>): void {
  for (const kind of faults) counts[kind] += met.get(kind) ?? 0
}
