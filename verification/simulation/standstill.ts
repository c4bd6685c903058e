/** A time in which the clocks of a node did not move, because its machine was paused. */
export type Standstill = Readonly<{ fromMs: number; untilMs: number }>

/** By how much these have put a clock back so far. */
export function stoodStillMs(standstills: Iterable<Standstill>, nowMs: number): number {
  let sum = 0
  for (const { fromMs, untilMs } of standstills) sum += Math.max(0, Math.min(nowMs, untilMs) - fromMs)
  return sum
}
