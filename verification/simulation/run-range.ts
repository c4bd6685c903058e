/** Some seeds in a row, in this thread: their counters, violations and digests added up. */
import { addCounts, type Counts, noCounts } from './counters.ts'
import { addDecisions, type Decisions, takeDecisions } from './decisions-taken.ts'
import { runSeed } from './run-seed.ts'
import { nameOfSetting, type Wish } from './setting.ts'

/** With what its world was made of: later, the seed alone may draw another one. */
export type Failure = Readonly<{ seed: number; violation: string; wish: Wish }>
export type Range = Readonly<{ from: number; seeds: number; wish: Wish }>
export type Totals = Readonly<{
  events: number
  counts: Counts
  decisions: Decisions
  /** How many were of which kind of world, and how long they took. */
  shares: Shares
  failures: readonly Failure[]
  /** Of each seed, in order. */
  hashes: readonly number[]
}>

type Share = Readonly<{ seeds: number; ms: number }>
export type Shares = ReadonlyMap<string, Share>

/** One seed in so many is run twice: a simulation that is not repeatable is worth little. */
const repeatEvery = 100

export async function runRange({ from, seeds, wish }: Range): Promise<Totals> {
  let events = 0
  const shares = new Map<string, Share>()
  const counts = noCounts()
  const failures: Failure[] = []
  const hashes: number[] = []
  for (let seed = from; seed < from + seeds; seed++) {
    const startedAtMs = performance.now()
    const result = await runSeed(seed, { wish })
    addShare(shares, nameOfSetting(result.setting), { seeds: 1, ms: performance.now() - startedAtMs })
    events += result.events
    hashes.push(result.hash)
    addCounts(counts, result.counts)
    const fail = (violation: string) => failures.push({ seed, violation, wish: result.setting })
    if (result.violation !== null) fail(result.violation)
    else if (seed % repeatEvery === 0 && (await runSeed(seed, { wish })).hash !== result.hash) {
      fail('the second run was another one')
    }
  }
  return { events, counts, decisions: takeDecisions(), shares, failures, hashes }
}

export function addUp(parts: readonly Totals[]): Totals {
  const counts = noCounts()
  const decisions: Record<string, number> = {}
  const shares = new Map<string, Share>()
  for (const part of parts) {
    addCounts(counts, part.counts)
    addDecisions(decisions, part.decisions)
    for (const [name, share] of part.shares) addShare(shares, name, share)
  }
  return {
    events: parts.reduce((sum, part) => sum + part.events, 0),
    counts,
    decisions,
    shares,
    failures: parts.flatMap((part) => part.failures),
    hashes: parts.flatMap((part) => part.hashes),
  }
}

function addShare(shares: Map<string, Share>, name: string, { seeds, ms }: Share): void {
  const known = shares.get(name) ?? { seeds: 0, ms: 0 }
  shares.set(name, { seeds: known.seeds + seeds, ms: known.ms + ms })
}
