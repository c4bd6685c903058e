/** How long something has been waiting, whatever the wall clock has done in the meantime. */
import { type ClockHistory, timeSince } from '../clock-history.ts'
import type { Rules } from './rules.ts'

export type Now = Readonly<{ nowMs: number; clock: ClockHistory }>

/** How long ago `writtenAtMs` was, also if the clock that wrote it has jumped since. */
export function waitedMs({ nowMs, clock }: Now, writtenAtMs: number): number {
  return timeSince(clock, nowMs, writtenAtMs) - writtenAtMs
}

/** When to repeat a reversal next, counted from `sinceMs`; null after the last repetition. */
export function nextRepetitionMs(sinceMs: number, now: Now & Readonly<{ rules: Rules }>): number | null {
  const waited = waitedMs(now, sinceMs)
  const next = now.rules.repeatReversalMs.find((ms) => ms > waited)
  return next === undefined ? null : now.nowMs + next - waited
}
