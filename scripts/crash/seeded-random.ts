/** Randomness that is the same for the same seed, so that a campaign's choices can be repeated (mulberry32). */

export type SeededRandom = ReturnType<typeof seededRandom>

export function seededRandom(seed: number) {
  let state = seed >>> 0
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    fraction,
    chance: (probability: number): boolean => fraction() < probability,
    between: (min: number, max: number): number => min + Math.floor(fraction() * (max - min + 1)),
    pick<T>(items: readonly T[]): T {
      const item = items[Math.floor(fraction() * items.length)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    },
  }
}
