/**
 * Runs the simulation: `--seeds 20000 --seed 1 --jobs 2 --verbose`. Fails when a promise is broken in any seed, when a
 * seed is not repeatable, or when something that must happen now and then happened too seldom.
 */
import { parseArgs } from 'node:util'
import { digestOf, type Failure, runCampaign, tooSeldom } from '../test/simulation/campaign.ts'
import { minimumFor, type Sometimes, sometimes } from '../test/simulation/counters.ts'
import { failingSeeds, keepFailingSeeds } from '../test/simulation/failing-seeds.ts'
import { runSeed } from '../test/simulation/run-seed.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
  },
})

function positive(name: 'seeds' | 'seed' | 'jobs'): number {
  const value = Number(values[name])
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} must be a positive whole number`)
  return value
}

const seeds = positive('seeds')
const from = positive('seed')
const jobs = positive('jobs')

async function replayKept(): Promise<readonly Failure[]> {
  const failures: Failure[] = []
  for (const { seed } of failingSeeds()) {
    const { violation } = await runSeed(seed)
    if (violation !== null) failures.push({ seed, violation })
  }
  return failures
}

async function explain({ seed }: Failure): Promise<void> {
  const { trace, violation } = await runSeed(seed, true)
  console.log(`\nSeed ${seed}, as it happened:\n${trace.join('\n')}\n${violation}\n`)
}

async function main(): Promise<boolean> {
  const again = await replayKept()
  const startedAtMs = performance.now()
  const onProgress = (done: number) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${seeds} seeds`)
  }
  const totals = await runCampaign({ from, seeds }, jobs, onProgress)
  const elapsedS = (performance.now() - startedAtMs) / 1_000
  const failures = [...again, ...totals.failures]
  if (failures[0] !== undefined) await explain(failures[0])
  else if (values.verbose) await explain({ seed: from, violation: '' })
  keepFailingSeeds(failures)

  const seldom = tooSeldom(totals, seeds)
  console.log(`\nIt happened${' '.repeat(35)}times   at least`)
  for (const name of Object.keys(sometimes) as Sometimes[]) {
    const minimum = minimumFor(name, seeds)
    const mark = seldom.includes(name) ? '  <- too seldom' : ''
    console.log(
      `${name.padEnd(40)} ${String(totals.counts[name]).padStart(10)} ${String(minimum).padStart(10)}${mark}`,
    )
  }
  for (const { seed, violation } of failures.slice(0, 20)) console.log(`seed ${seed} FAILED: ${violation}`)
  const speed = Math.round(seeds / elapsedS)
  console.log(
    `\nSeeds ${from} to ${from + seeds - 1}: ${totals.events} events, ${speed} seeds/s, jobs: ${jobs}`,
  )
  console.log(`Trace hash ${digestOf(totals)}`)
  console.log(failures.length === 0 ? 'No promise was broken.' : `${failures.length} seeds FAILED.`)
  if (seldom.length > 0) console.log(`Too seldom: ${seldom.join(', ')}`)
  return failures.length === 0 && seldom.length === 0
}

process.exitCode = (await main()) ? 0 : 1
