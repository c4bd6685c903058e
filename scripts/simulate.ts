/**
 * Runs the simulation: `--seeds 20000 --seed 1 --jobs 2 --minutes 30 --verbose`. Each seed draws what its world is made
 * of; `--storage memory|sqlite`, `--shells direct|real` and `--world crowd` ask for one kind only; `--coverage` reports which
 * branches of the core and the operations were never taken. Fails when a promise is broken in any
 * seed, when a seed is not repeatable, or when something that must happen now and then happened too rarely.
 */
import { readOptions, refuse } from '../verification/read-options.ts'
import { inThread, runCampaign, tooSeldom } from '../verification/simulation/campaign.ts'
import { type Reached, reportOf, unite } from '../verification/simulation/coverage.ts'
import { failingSeeds, keepFailingSeeds } from '../verification/simulation/failing-seeds.ts'
import { printSpeed, printTotals } from '../verification/simulation/print-totals.ts'
import type { Failure } from '../verification/simulation/run-range.ts'
import { shellKinds, type Wish, worldKinds } from '../verification/simulation/setting.ts'
import type { SimulationThread } from '../verification/simulation/simulation-thread.ts'
import { storageKinds } from '../verification/simulation/store.ts'

const { values } = readOptions({
  options: {
    seeds: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '100000' },
    storage: { type: 'string', default: 'mixed' },
    shells: { type: 'string', default: 'mixed' },
    world: { type: 'string', default: 'mixed' },
    coverage: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
})

function positive(name: 'seeds' | 'seed' | 'jobs' | 'minutes'): number {
  const value = Number(values[name])
  return Number.isSafeInteger(value) && value >= 1
    ? value
    : refuse(`--${name} must be a whole number of at least 1.`)
}

const seedsMax = positive('seeds')
const from = positive('seed')
const jobs = positive('jobs')

function oneOf<Kind extends string>(
  name: 'storage' | 'shells' | 'world',
  kinds: readonly Kind[],
): Kind | null {
  if (values[name] === 'mixed') return null
  const kind = kinds.find((one) => one === values[name])
  return kind ?? refuse(`--${name} must be one of: ${[...kinds, 'mixed'].join(', ')}`)
}

function readWish(): Wish {
  const storage = oneOf('storage', storageKinds)
  const shells = oneOf('shells', shellKinds)
  const world = oneOf('world', worldKinds)
  return {
    ...(storage === null ? {} : { storage }),
    ...(shells === null ? {} : { shells }),
    ...(world === null ? {} : { world }),
  }
}

const wish = readWish()

async function replayKept(thread: SimulationThread): Promise<readonly Failure[]> {
  const failures: Failure[] = []
  for (const { seed, wish } of failingSeeds()) {
    const { violation } = await thread.runSeed(seed, { wish })
    if (violation !== null) failures.push({ seed, violation, wish })
  }
  return failures
}

async function explain({ seed, wish }: Failure): Promise<void> {
  const { trace, violation } = await inThread((thread) => thread.runSeed(seed, { isTraced: true, wish }))
  console.log(`\nSeed ${seed}, as it happened:\n${trace.join('\n')}\n${violation}\n`)
}

async function main(): Promise<boolean> {
  const again = await inThread(replayKept)
  const startedAtMs = performance.now()
  const onProgress = (done: number, failed: readonly Failure[]) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${seedsMax} seeds`)
    for (const { seed, violation } of failed) console.error(`seed ${seed} FAILED: ${violation}`)
  }
  const coverage: Reached[] = []
  const onCoverage = (reached: Reached) => coverage.push(reached)
  const budgetMs = positive('minutes') * 60_000
  const options = { jobs, budgetMs, onProgress, ...(values.coverage ? { onCoverage } : {}) }
  const totals = await runCampaign({ from, seeds: seedsMax, wish }, options)
  const seeds = totals.hashes.length
  const elapsedMs = performance.now() - startedAtMs
  const failures = [...again, ...totals.failures]
  if (failures[0] !== undefined) await explain(failures[0])
  else if (values.verbose) await explain({ seed: from, violation: '', wish })
  keepFailingSeeds(failures)

  // Worlds of one kind only need not show everything.
  const seldom = Object.keys(wish).length === 0 ? tooSeldom(totals, seeds) : []
  printTotals(totals, seeds)
  if (values.coverage) console.log(`\nReached by these seeds:\n${reportOf(unite(coverage))}`)
  for (const { seed, violation } of failures.slice(0, 20)) console.log(`seed ${seed} FAILED: ${violation}`)
  printSpeed(totals, { from, seeds, jobs, elapsedMs })
  console.log(failures.length === 0 ? 'No promise was broken.' : `${failures.length} seeds FAILED.`)
  if (seldom.length > 0) console.log(`Too rarely: ${seldom.join(', ')}`)
  return failures.length === 0 && seldom.length === 0
}

process.exitCode = (await main()) ? 0 : 1
