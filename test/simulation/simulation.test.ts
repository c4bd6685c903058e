/** A short campaign in every test run; `npm run simulate` runs the long ones. */
import { describe, expect, it } from 'vitest'
import { digestOf, runRange, tooSeldom } from './campaign.ts'
import { failingSeeds } from './failing-seeds.ts'
import { runSeed } from './run-seed.ts'

const seeds = 400

describe('the simulated world', () => {
  it('breaks no promise in seeds that once did', async () => {
    for (const { seed } of failingSeeds()) {
      expect((await runSeed(seed)).violation, `seed ${seed}`).toBe(null)
    }
  })

  it('breaks no promise in a few hundred seeds, and is hostile enough to mean something', async () => {
    const totals = await runRange({ from: 1, seeds })
    expect(totals.failures).toEqual([])
    expect(tooSeldom(totals, seeds)).toEqual([])
  })

  it('is the same for the same seed, to the last event', async () => {
    const first = await runSeed(7, true)
    const second = await runSeed(7, true)
    expect(second.trace).toEqual(first.trace)
    expect(second.hash).toBe(first.hash)
    expect(first.events).toBeGreaterThan(100)
  })

  it('is another one for another seed', async () => {
    const [first, second] = [await runRange({ from: 1, seeds: 5 }), await runRange({ from: 6, seeds: 5 })]
    expect(digestOf(first)).not.toBe(digestOf(second))
    expect(new Set([...first.hashes, ...second.hashes]).size).toBe(10)
  })
})
