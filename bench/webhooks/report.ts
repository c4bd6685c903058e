/** Prints what webhooks cost. It judges nothing. */
import { printFact, printHeading, whole } from '../report.ts'
import type { Cost, Throughput } from './cost.ts'

export function printCostHead(): void {
  printHeading(
    'webhooks: processor time of a request in us, with an endpoint and without, taking turns; medians',
  )
}

export function printCost({ title, withEndpoint, withoutEndpoint }: Cost): void {
  console.log(title)
  printFact('  with an endpoint', inEach(withEndpoint))
  printFact('  without', inEach(withoutEndpoint))
  const [more, ratio] = [
    withEndpoint.map((micros, at) => micros - (withoutEndpoint[at] ?? Number.NaN)),
    (withoutEndpoint[0] ?? Number.NaN) / (withEndpoint[0] ?? Number.NaN),
  ]
  printFact('  more; ratio in the first process', `${inEach(more)}; ${ratio.toFixed(3)}`)
}

const inEach = (micros: readonly number[]): string => micros.map((one) => one.toFixed(1)).join(' and ')

export function printThroughput({ endpoints, perSecond, micros }: Throughput): void {
  printFact(`deliveries a second, endpoints: ${endpoints}`, whole(perSecond))
  printFact('  processor time of each', `${whole(micros)} us`)
}
