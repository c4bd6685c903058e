/** What a campaign has seen, for people to read. */
import { digestOf } from './campaign.ts'
import { type Sometimes, scaled, sometimes } from './counters.ts'
import { decisionMinimums } from './decision-minimums.ts'
import type { Totals } from './run-range.ts'

type Row = readonly [name: string, count: number, minimum: number]

export function printTotals({ counts, decisions }: Totals, seeds: number): void {
  const names = Object.keys(sometimes) as Sometimes[]
  printCounts(
    'It happened',
    names.map((name) => [name, counts[name], scaled(sometimes[name], seeds)]),
  )
  const decided = [...new Set([...Object.keys(decisions), ...Object.keys(decisionMinimums)])].sort()
  printCounts(
    'It was decided about',
    decided.map((name) => [name, decisions[name] ?? 0, scaled(decisionMinimums[name] ?? 0, seeds)]),
  )
}

function printCounts(title: string, rows: readonly Row[]): void {
  console.log(`\n${title.padEnd(60)} times   at least`)
  for (const [name, count, minimum] of rows) {
    const mark = count < minimum ? '  <- too rarely' : ''
    console.log(`${name.padEnd(54)} ${String(count).padStart(11)} ${String(minimum).padStart(10)}${mark}`)
  }
}

type Run = Readonly<{ from: number; seeds: number; jobs: number; elapsedMs: number }>

export function printSpeed(totals: Totals, { from, seeds, jobs, elapsedMs }: Run): void {
  const speed = ((1_000 * seeds) / elapsedMs).toFixed(1)
  console.log(
    `\nSeeds ${from} to ${from + seeds - 1}: ${totals.events} events, ${speed} seeds/s, jobs: ${jobs}`,
  )
  for (const [name, share] of totals.shares) {
    console.log(`${name}: ${share.seeds} seeds, ${(share.ms / share.seeds).toFixed(1)} ms each`)
  }
  console.log(`Trace hash ${digestOf(totals)}`)
}
