/** Prints numbers as text tables. It judges nothing. */
import type { Comparison } from './compare.ts'
import type { ListComparison } from './lists.ts'
import type { PageWeight } from './page-weight.ts'

const titles = {
  create: 'create a session (fresh idempotency key)',
  get: 'GET of a payment',
  page: 'GET of the hosted page',
}

export function printHeading(text: string): void {
  console.log(`\n${text}`)
}

export function printComparisonHead(): void {
  printHeading('gateway and bare reference, taking turns; median of the rounds')
  printRow(['', 'conn', 'gateway/s', 'p50 ms', 'p99 ms', 'bare/s', 'p50 ms', 'p99 ms', 'ratio'])
}

export function printComparison({ kind, connections, gateway, bare, ratio }: Comparison): void {
  const numbers = [gateway, bare].flatMap((side) => [
    whole(side.requestsPerSecond),
    side.p50Ms.toFixed(2),
    side.p99Ms.toFixed(2),
  ])
  printRow([titles[kind], String(connections), ...numbers, ratio.toFixed(2)])
}

export function printLists(comparisons: readonly ListComparison[]): void {
  printHeading(
    'GET of a list, one connection: 1,000 and 1,000,000 payments, taking turns; median of the rounds',
  )
  printRow(['', '1 000 p50', 'p99 ms', '10^6 p50', 'p99 ms', 'p50 ratio'])
  for (const { title, small, large, ratio } of comparisons) {
    const times = [small.p50Ms, small.p99Ms, large.p50Ms, large.p99Ms]
    printRow([title, ...times.map((ms) => ms.toFixed(2)), ratio.toFixed(2)])
  }
}

function printRow([title = '', ...cells]: readonly string[]): void {
  console.log(title.padEnd(42) + cells.map((cell) => cell.padStart(10)).join(''))
}

export function printFact(name: string, value: string): void {
  console.log(name.padEnd(42) + value.padStart(10))
}

export function printPageWeight(weight: PageWeight): void {
  printFact('hosted page, raw', kilobytes(weight.rawBytes))
  printFact('hosted page, brotli', kilobytes(weight.brotliBytes))
  printFact(`hosted page, as sent (${weight.servedEncoding})`, kilobytes(weight.servedBytes))
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

export function megabytes(bytes: number | null): string {
  return bytes === null ? 'unknown' : `${(bytes / 1e6).toFixed(1)} MB`
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1e3).toFixed(2)} kB`
}
