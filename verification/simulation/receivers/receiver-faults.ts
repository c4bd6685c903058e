/** How the receivers of one world behave: drawn once, apart from everything else. */
import type { Prng } from '../../seeded-random.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** What a receiver does with a request. */
export type Mood =
  | 'accepts'
  | 'rejects'
  | 'redirects'
  | 'is_gone'
  | 'is_overloaded'
  | 'is_silent'
  /** It takes the event, and says so when nobody waits anymore. */
  | 'is_late'
  /** Within the time, but only just. */
  | 'is_slow'
  | 'resets'
  | 'is_down'

const troubles: readonly Mood[] = [
  'rejects',
  'redirects',
  'is_overloaded',
  'is_silent',
  'is_late',
  'is_slow',
  'resets',
  'is_down',
]

export type Phase = Readonly<{ untilMs: number; trouble: Mood; share: number }>

export type ReceiverFaults = Readonly<{
  /** How each receiver begins; after the last phase it accepts everything. */
  phases: readonly (readonly Phase[])[]
  /** It says for good that it wants nothing anymore. */
  goneChance: number
  /** It refuses what is signed at another time than now. */
  isStrict: boolean
  /** The response does not come back. */
  responseLost: number
  /** How often a shop does something about its endpoints in the first half hour, and on each day after that. */
  changes: number
  changesPerDay: number
  /** Payments on the days after the first hours. */
  payments: number
  /** From the beginning until every receiver accepts everything. */
  troubleMs: number
  eventLifeMs: number
  isSandbox: boolean
}>

export function drawReceiverFaults(random: Prng): ReceiverFaults {
  const troubleMs = random.pick([20, 60, 180, 1_800, 5_400, 9_000, 9_000]) * minuteMs
  const days = troubleMs / (24 * hourMs)
  return {
    phases: Array.from({ length: 4 }, () => drawPhases(random, troubleMs)),
    goneChance: random.chance(0.15) ? 0.1 : 0,
    isStrict: random.chance(0.3),
    responseLost: random.chance(0.4) ? 0.2 : 0,
    changes: random.chance(0.2) ? 0 : random.between(1, 12),
    changesPerDay: random.pick([0, 0, 1, 3]),
    payments: days < 1 ? random.between(0, 2) : random.between(5, 14),
    troubleMs,
    eventLifeMs: random.chance(0.3) ? 48 * hourMs : 30 * 24 * hourMs,
    isSandbox: random.chance(0.25),
  }
}

/** The last one may last for days. */
function drawPhases(random: Prng, troubleMs: number): readonly Phase[] {
  if (random.chance(0.2)) return []
  const first = Array.from({ length: random.between(0, 3) }, () => random.between(0, 30 * minuteMs))
  const untils = [...first.toSorted((a, b) => a - b), random.chance(0.5) ? troubleMs : 30 * minuteMs]
  return untils.map((untilMs) => ({
    untilMs,
    trouble: random.pick(troubles),
    share: random.pick([1, 1, 0.5, 0.1]),
  }))
}
