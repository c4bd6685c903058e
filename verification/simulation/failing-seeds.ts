/** Seeds that once failed: kept beside the code, and run first every time. */
import { readFileSync, writeFileSync } from 'node:fs'
import type { Failure } from './run-range.ts'

const file = new URL('./failing-seeds.json', import.meta.url)
const keptMax = 200
/** One bug fails many seeds; a few of them are enough to remember it. */
const keptOfRunMax = 10

export function failingSeeds(): readonly Failure[] {
  return JSON.parse(readFileSync(file, 'utf8')) as Failure[]
}

/** Each seed once, the first ones kept. */
export function keepFailingSeeds(failures: readonly Failure[]): void {
  const known = failingSeeds()
  const fresh = failures.filter(({ seed }) => !known.some((one) => one.seed === seed)).slice(0, keptOfRunMax)
  if (fresh.length === 0) return
  writeFileSync(file, `${JSON.stringify([...known, ...fresh].slice(0, keptMax), null, 2)}\n`)
}
