/** Many seeds, the same for the same seeds in however many threads. */

import { type Sometimes, scaled, sometimes } from './counters.ts'
import type { Reached } from './coverage.ts'
import { decisionMinimums } from './decision-minimums.ts'
import { addUp, type Failure, type Range, type Totals } from './run-range.ts'
import type { Wish } from './setting.ts'
import { SimulationThread, type ThreadOptions } from './simulation-thread.ts'

type Options = Readonly<{
  jobs?: number
  /** No more seeds are begun after that. */
  budgetMs?: number
  /** Told the number of seeds done, and what has failed since it was told the last time. */
  onProgress?: (done: number, failures: readonly Failure[]) => void
  /** Given what each thread has reached of the source; without it, nobody counts that. */
  onCoverage?: (reached: Reached) => void
}>

export async function runCampaign(
  { from, seeds, wish = {} }: Omit<Range, 'wish'> & Readonly<{ wish?: Wish }>,
  { jobs = 1, budgetMs = Number.POSITIVE_INFINITY, onProgress = () => {}, onCoverage }: Options = {},
): Promise<Totals> {
  const ranges: Range[] = []
  const chunk = 100
  const beganMs = performance.now()
  const mayBegin = () => performance.now() - beganMs < budgetMs
  for (let start = from; start < from + seeds; start += chunk) {
    ranges.push({ from: start, seeds: Math.min(chunk, from + seeds - start), wish })
  }
  const parts: Totals[] = []
  let taken = 0
  let done = 0
  const runner = async (thread: SimulationThread): Promise<void> => {
    for (let index = taken++; index < ranges.length && mayBegin(); index = taken++) {
      const range = ranges[index]
      if (range === undefined) return
      const part = await thread.runRange(range)
      parts[index] = part
      done += range.seeds
      onProgress(done, part.failures)
    }
    onCoverage?.(await thread.takeCoverage())
  }
  const options = { isCovered: onCoverage !== undefined }
  await Promise.all(Array.from({ length: jobs }, () => inThread(runner, options)))
  return addUp(parts)
}

export async function inThread<T>(
  use: (thread: SimulationThread) => Promise<T>,
  options?: ThreadOptions,
): Promise<T> {
  const thread = new SimulationThread(options)
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

/** What happened too rarely for this many seeds. */
export function tooSeldom({ counts, decisions }: Totals, seeds: number): readonly string[] {
  const events = (Object.keys(sometimes) as Sometimes[]).filter(
    (name) => counts[name] < scaled(sometimes[name], seeds),
  )
  const decided = Object.entries(decisionMinimums).filter(
    ([name, minimum]) => (decisions[name] ?? 0) < scaled(minimum, seeds),
  )
  return [...events, ...decided.map(([name]) => name)]
}
