/** When a delivery that has failed is attempted again. */

export type RetrySchedule = Readonly<{
  /** Before the second attempt, the third, and so on. After the last one, the delivery has failed. */
  pausesMs: readonly number[]
  /** The least pause after a sign of overload. */
  overloadPauseMs: number
  /** How long a pause a receiver may request, if twice the regular pause is less. */
  askedMaxMs: number
}>

const secondMs = 1_000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs

/** Ten attempts within 76 hours: a receiver that breaks on a Friday evening has until Monday. */
export const productionSchedule: RetrySchedule = {
  pausesMs: [
    5 * secondMs,
    5 * minuteMs,
    30 * minuteMs,
    2 * hourMs,
    5 * hourMs,
    10 * hourMs,
    14 * hourMs,
    20 * hourMs,
    24 * hourMs,
  ],
  overloadPauseMs: minuteMs,
  askedMaxMs: hourMs,
}

/** For a developer who is watching. */
export const sandboxSchedule: RetrySchedule = {
  pausesMs: [secondMs, 5 * secondMs, 15 * secondMs, minuteMs],
  overloadPauseMs: 0,
  askedMaxMs: 0,
}

export type FailedAttempt = Readonly<{
  /** Which attempt of the schedule it was; the first is 1. */
  number: number
  statusCode: number | null
  isTimeout: boolean
  /** What its `Retry-After` asked for. */
  askedMs: number | null
}>

const overloaded: readonly (number | null)[] = [429, 502, 504]
/** Deliveries that failed together are not all retried together. */
const variation = 0.2

/** Every attempt was begun, and the last ones may have ended with their process. */
export function isUsedUp(schedule: RetrySchedule, number: number): boolean {
  return number > schedule.pausesMs.length + 1
}

/** Null after the last attempt. `fraction`, in [0, 1), is random. */
export function pauseAfter(schedule: RetrySchedule, attempt: FailedAttempt, fraction: number): number | null {
  const pauseMs = schedule.pausesMs[attempt.number - 1]
  if (pauseMs === undefined) return null
  const variedMs = pauseMs * (1 - variation + 2 * variation * fraction)
  const isOverloaded = attempt.isTimeout || overloaded.includes(attempt.statusCode)
  const askedMs = Math.min(attempt.askedMs ?? 0, Math.max(2 * pauseMs, schedule.askedMaxMs))
  return Math.round(Math.max(variedMs, isOverloaded ? schedule.overloadPauseMs : 0, askedMs))
}
