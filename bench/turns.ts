/** Two that take turns in short rounds, so that whatever else the machine does hits both; the median round counts. */
import type { Measured } from './load/load-job.ts'
import { median, middleOf } from './median.ts'

type Drive = () => Promise<Measured>

export type Turns = Readonly<{
  first: Measured
  second: Measured
  /** Of the first by the second, of each round: the median, and the lowest and the highest. */
  ratio: number
  ratioMin: number
  ratioMax: number
}>

const rounds = 7

export async function takeTurns(
  first: Drive,
  second: Drive,
  key: 'requestsPerSecond' | 'p50Ms' | 'p99Ms',
): Promise<Turns> {
  // To warm up.
  await first()
  await second()
  const all: Readonly<{ first: Measured[]; second: Measured[] }> = { first: [], second: [] }
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 1) all.second.push(await second())
    all.first.push(await first())
    if (round % 2 === 0) all.second.push(await second())
  }
  const ratios = all.first.map((one, i) => one[key] / (all.second[i]?.[key] ?? Number.NaN))
  return {
    first: middleOf(all.first),
    second: middleOf(all.second),
    ratio: median(ratios),
    ratioMin: Math.min(...ratios),
    ratioMax: Math.max(...ratios),
  }
}
