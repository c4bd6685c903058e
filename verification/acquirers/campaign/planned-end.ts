/** When a process will stop, unless its operator stops it before. */
import type { Prng } from '../../seeded-random.ts'
import type { Fate, Place } from './fate.ts'

/** After how many calls at most. Requests that may move money are rare, and matter most. */
const callsMax: readonly (readonly [Place | null, number])[] = [
  [null, 300],
  ['acquirer', 40],
  ['request', 40],
  ['request', 40],
]

export function planEnd(fate: Fate, random: Prng): void {
  if (random.chance(0.25)) return
  const [place, max] = random.pick(callsMax)
  fate.stopAfter(random.between(1, max), random.chance(0.5) ? 'death' : 'freeze', place)
}
