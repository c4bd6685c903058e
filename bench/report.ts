/** Prints numbers as text tables. It judges nothing. */
import type { Ceiling } from './ceiling.ts'
import type { StartComparison } from './cold-start.ts'
import type { Comparison } from './compare.ts'
import type { ListComparison } from './lists.ts'
import type { Measured } from './load/load-job.ts'
import type { PageWeight } from './page-weight.ts'
import type { Titled } from './postgres/compare.ts'
import type { SlowPhone } from './slow-phone.ts'
import type { ClaimTimes } from './webhooks/claims.ts'

const titles = {
  create: 'create a session (fresh idempotency key)',
  get: 'GET of a payment',
  page: 'GET of the hosted page, compressed',
}

export function printHeading(text: string): void {
  console.log(`\n${text}`)
}

export function printCeilings(ceilings: readonly Ceiling[]): void {
  printHeading('the load generator against a server that does nothing: the most that it can measure')
  printRow(['', 'rate/s', 'p50 ms', 'p99 ms', 'generator'])
  for (const { connections, measured } of ceilings) {
    printRow([`${connections} connections`, ...cellsOf(measured), share(measured.generatorBusy)])
  }
}

export function printComparisonHead(): void {
  printHeading('gateway and bare reference, taking turns; median of the rounds. "CPU us": processor time a')
  console.log(
    'request; "generator": how busy the load generator was; "ratio": by rate, of p99, by processor time',
  )
}

export function printComparison(
  comparison: Comparison,
  [measured, reference]: readonly [string, string] = ['gateway', 'bare reference'],
): void {
  const { kind, connections, gateway, bare, gatewayMicros, bareMicros } = comparison
  const { ratio, ratioMin, ratioMax, p99Ratio } = comparison
  printRow([`${titles[kind]}, ${connections}`, 'rate/s', 'p50 ms', 'p99 ms', 'CPU us', 'generator'])
  printRow([`  ${measured}`, ...cellsOf(gateway), gatewayMicros.toFixed(1), share(gateway.generatorBusy)])
  printRow([`  ${reference}`, ...cellsOf(bare), bareMicros.toFixed(1), share(bare.generatorBusy)])
  const range = ` (${ratioMin.toFixed(3)} to ${ratioMax.toFixed(3)})`
  const ofProcessor = (bareMicros / gatewayMicros).toFixed(3)
  printRow([`  ratio${range}`, ratio.toFixed(3), '', p99Ratio.toFixed(2), ofProcessor])
}

export function printTurns({ title, names, first, second, ratio, ratioMin, ratioMax }: Titled): void {
  printRow([title, 'rate/s', 'p50 ms', 'p99 ms', 'client'])
  printRow([`  ${names[0]}`, ...cellsOf(first), share(first.generatorBusy)])
  printRow([`  ${names[1]}`, ...cellsOf(second), share(second.generatorBusy)])
  printRow([`  ratio (${ratioMin.toFixed(3)} to ${ratioMax.toFixed(3)})`, ratio.toFixed(3)])
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

export function printClaimsHead(): void {
  printHeading('claiming 50 of 74,000 deliveries that are due; looking for some when none is due; median')
  printRow(['', 'claim ms', 'look ms'])
}

export function printClaims({ title, claimMs, idleMs }: ClaimTimes): void {
  printRow([title, claimMs.toFixed(1), idleMs.toFixed(2)])
}

export function printStarts({ own, other, ratio, ratioMin, ratioMax }: StartComparison): void {
  printHeading('cold start to the first response, taking turns; median of the pairs')
  printRow(['', 'wall ms', 'CPU ms'])
  printRow(['  this build', whole(own.wallMs), whole(own.processorMs)])
  printRow(['  the other build', whole(other.wallMs), whole(other.processorMs)])
  printRow(['  ratio', ratio.wallMs.toFixed(3), ratio.processorMs.toFixed(3)])
  printRow(['  lowest', ratioMin.wallMs.toFixed(3), ratioMin.processorMs.toFixed(3)])
  printRow(['  highest', ratioMax.wallMs.toFixed(3), ratioMax.processorMs.toFixed(3)])
}

function cellsOf({ requestsPerSecond, p50Ms, p99Ms }: Measured): string[] {
  return [whole(requestsPerSecond), p50Ms.toFixed(2), p99Ms.toFixed(2)]
}

function share(value: number): string {
  return `${Math.round(value * 100)}%`
}

function printRow([title = '', ...cells]: readonly string[]): void {
  console.log(title.padEnd(46) + cells.map((cell) => cell.padStart(10)).join(''))
}

export function printFact(name: string, value: string): void {
  console.log(name.padEnd(46) + value.padStart(10))
}

export function printPageWeight(weight: PageWeight): void {
  printFact('hosted page, raw', kilobytes(weight.rawBytes))
  printFact('hosted page, brotli', kilobytes(weight.brotliBytes))
  printFact(`hosted page, as sent (${weight.servedEncoding})`, kilobytes(weight.servedBytes))
}

export function printSlowPhone({ lcpMs, cls, inpMs, nodes }: SlowPhone): void {
  printHeading(
    'the hosted page on a slow phone: 1.6 Mbit/s, 150 ms, processor 4 times slower; median of the rounds',
  )
  printFact('largest contentful paint', `${whole(lcpMs)} ms`)
  printFact('cumulative layout shift', cls.toFixed(3))
  printFact('interaction to next paint, typing', `${whole(inpMs)} ms`)
  printFact('elements', whole(nodes))
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
