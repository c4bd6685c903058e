/** What an attempt changes in its delivery, for every engine. */
import { type DeliveryState, type DeliveryTrigger, isByHand } from '../core/webhook/delivery.ts'
import type { DeliveryResult } from '../ports/webhook-storage.ts'
import type { Value } from './rows/card-row.ts'

export type BeforeResult = Readonly<{
  state: DeliveryState
  trigger_kind: DeliveryTrigger
  attempt_count: number
  next_at_ms: number | null
  resume_at_ms: number | null
}>

export const resultColumns = [
  'state',
  'trigger_kind',
  'next_at_ms',
  'resume_at_ms',
  'completed_at_ms',
  'last_status_code',
  'last_error',
] as const

/** The values of {@link resultColumns}, or null if the result comes too late to change anything. */
export function afterResult(before: BeforeResult, result: DeliveryResult): Value[] | null {
  const { attempt, isSuccess, isRefused, retryAtMs } = result
  const isNewest = before.attempt_count === attempt.number
  const last = [attempt.statusCode, attempt.error]
  const endMs = attempt.atMs + attempt.durationMs
  // Asked for while this attempt was under way.
  const isQueued = isNewest && isByHand(before.trigger_kind) && !isByHand(attempt.trigger)
  const { trigger_kind: trigger, next_at_ms: queuedAtMs, state } = before
  if (isSuccess) return ['succeeded', trigger, isQueued ? queuedAtMs : null, null, endMs, ...last]
  if (!isNewest) return null
  if (!isByHand(attempt.trigger) && state !== 'pending') return null
  const ended = isRefused ? 'skipped' : 'failed'
  if (isQueued && retryAtMs !== null && !isRefused)
    return [state, trigger, queuedAtMs, retryAtMs, null, ...last]
  if (isQueued) return [ended, trigger, queuedAtMs, null, endMs, ...last]
  // After an attempt by hand, the schedule goes on where it was.
  const plannedMs = isByHand(attempt.trigger) ? before.resume_at_ms : retryAtMs
  const nextAtMs = isRefused ? null : plannedMs
  const next = isByHand(attempt.trigger) ? 'schedule' : trigger
  if (nextAtMs !== null) return [state, next, nextAtMs, null, null, ...last]
  return [state === 'pending' ? ended : state, next, null, null, endMs, ...last]
}
