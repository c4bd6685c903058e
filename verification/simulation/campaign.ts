/** Many seeds, the same for the same seeds in however many threads. */
import { type Sometimes, scaled, sometimes } from './counters.ts'
import { decisionMinimums } from './decision-minimums.ts'
import { addUp, type Range, type Totals } from './run-range.ts'
import type { Wish } from './setting.ts'
import { SimulationThread } from './simulation-thread.ts'

/** `onProgress` is told the number of seeds done. */
export async function runCampaign(
  { from, seeds, wish = {} }: Omit<Range, 'wish'> & Readonly<{ wish?: Wish }>,
  jobs = 1,
  onProgress: (done: number) => void = () => {},
): Promise<Totals> {
  const ranges: Range[] = []
  const chunk = 250
  for (let start = from; start < from + seeds; start += chunk) {
    ranges.push({ from: start, seeds: Math.min(chunk, from + seeds - start), wish })
  }
  const parts: Totals[] = []
  let taken = 0
  let done = 0
  const runner = async (thread: SimulationThread): Promise<void> => {
    for (let index = taken++; index < ranges.length; index = taken++) {
      const range = ranges[index]
      if (range === undefined) return
      parts[index] = await thread.runRange(range)
      done += range.seeds
      onProgress(done)
    }
  }
  await Promise.all(Array.from({ length: jobs }, () => inThread(runner)))
  return addUp(parts)
}

export async function inThread<T>(use: (thread: SimulationThread) => Promise<T>): Promise<T> {
  const thread = new SimulationThread()
  try {
    return await use(thread)
  } finally {
    await thread.end()
  }
}

/** One digest of all seeds' digests. */
export function digestOf({ hashes }: Totals): string {
  const digest = hashes.reduce((sum, hash) => Math.imul(sum ^ hash, 0x01000193) >>> 0, 0x811c9dc5)
  return digest.toString(16).padStart(8, '0')
}

/** What happened too seldom for this many seeds. */
export function tooSeldom({ counts, decisions }: Totals, seeds: number): readonly string[] {
  const events = (Object.keys(sometimes) as Sometimes[]).filter(
    (name) => counts[name] < scaled(sometimes[name], seeds),
  )
  const decided = Object.entries(decisionMinimums).filter(
    ([name, minimum]) => (decisions[name] ?? 0) < scaled(minimum, seeds),
  )
  return [...events, ...decided.map(([name]) => name)]
}
