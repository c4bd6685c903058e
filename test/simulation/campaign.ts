/** Many seeds: their counters, violations and digests added up, the same for the same seeds in however many threads. */
import { Worker } from 'node:worker_threads'
import { type Counts, minimumFor, noCounts, type Sometimes, sometimes } from './counters.ts'
import { runSeed } from './run-seed.ts'

export type Failure = Readonly<{ seed: number; violation: string }>
export type Range = Readonly<{ from: number; seeds: number }>
export type Totals = Readonly<{
  events: number
  counts: Counts
  failures: readonly Failure[]
  /** Of each seed, in order. */
  hashes: readonly number[]
}>

/** One seed in so many is run twice: a simulation that is not repeatable is worth little. */
const repeatEvery = 100

export async function runRange({ from, seeds }: Range): Promise<Totals> {
  let events = 0
  const counts = noCounts()
  const failures: Failure[] = []
  const hashes: number[] = []
  for (let seed = from; seed < from + seeds; seed++) {
    const result = await runSeed(seed)
    events += result.events
    hashes.push(result.hash)
    addCounts(counts, result.counts)
    if (result.violation !== null) failures.push({ seed, violation: result.violation })
    else if (seed % repeatEvery === 0 && (await runSeed(seed)).hash !== result.hash) {
      failures.push({ seed, violation: 'the second run was another one' })
    }
  }
  return { events, counts, failures, hashes }
}

/** `onProgress` is told the number of seeds done. */
export async function runCampaign(
  { from, seeds }: Range,
  jobs: number,
  onProgress: (done: number) => void = () => {},
): Promise<Totals> {
  const ranges: Range[] = []
  const chunk = 250
  for (let start = from; start < from + seeds; start += chunk) {
    ranges.push({ from: start, seeds: Math.min(chunk, from + seeds - start) })
  }
  const parts: Totals[] = []
  let taken = 0
  let done = 0
  const runner = async (run: (range: Range) => Promise<Totals>): Promise<void> => {
    for (let index = taken++; index < ranges.length; index = taken++) {
      const range = ranges[index]
      if (range === undefined) return
      parts[index] = await run(range)
      done += range.seeds
      onProgress(done)
    }
  }
  if (jobs === 1) await runner(runRange)
  else await Promise.all(Array.from({ length: jobs }, () => inThread(runner)))
  return addUp(parts)
}

async function inThread(runner: (run: (range: Range) => Promise<Totals>) => Promise<void>): Promise<void> {
  const worker = new Worker(new URL('./campaign-worker.ts', import.meta.url), { execArgv: [] })
  const run = (range: Range): Promise<Totals> =>
    new Promise((resolve, reject) => {
      worker.once('message', resolve)
      worker.removeAllListeners('error').once('error', reject)
      worker.postMessage(range)
    })
  await runner(run)
  await worker.terminate()
}

function addUp(parts: readonly Totals[]): Totals {
  const counts = noCounts()
  for (const part of parts) addCounts(counts, part.counts)
  return {
    events: parts.reduce((sum, part) => sum + part.events, 0),
    counts,
    failures: parts.flatMap((part) => part.failures),
    hashes: parts.flatMap((part) => part.hashes),
  }
}

function addCounts(sum: Counts, counts: Counts): void {
  for (const name of Object.keys(counts) as Sometimes[]) sum[name] += counts[name]
}

/** One digest of all seeds' digests. */
export function digestOf({ hashes }: Totals): string {
  const digest = hashes.reduce((sum, hash) => Math.imul(sum ^ hash, 0x01000193) >>> 0, 0x811c9dc5)
  return digest.toString(16).padStart(8, '0')
}

/** What happened too seldom for this many seeds. */
export function tooSeldom({ counts }: Totals, seeds: number): readonly Sometimes[] {
  return (Object.keys(sometimes) as Sometimes[]).filter((name) => counts[name] < minimumFor(name, seeds))
}
