/**
 * Gateway and reference under the same load, taking turns in short rounds, so that whatever else the machine does hits
 * both; the median round counts.
 */
import type { Generator } from './load/generator-process.ts'
import type { LoadJob, Measured } from './load/load-job.ts'
import { expectedStatus, type Kind, requestText } from './load/requests.ts'
import { median, middleOf } from './median.ts'
import { processorSeconds } from './processor-time.ts'

export type Target = Readonly<{ port: number; pid: number | undefined }>
export type Pair = Readonly<{ gateway: Target; bare: Target; paymentId: string }>
export type Comparison = Readonly<{
  kind: Kind
  connections: number
  gateway: Measured
  bare: Measured
  /** Of the rates, the reference's being 1: the median of the rounds, and the lowest and the highest. */
  ratio: number
  ratioMin: number
  ratioMax: number
  /** Of the 99th percentiles. */
  p99Ratio: number
  /** Processor time for a request, microseconds; not a number where it is not known. */
  gatewayMicros: number
  bareMicros: number
}>

type JobOfBoth = Omit<LoadJob, 'port'>
type Round = Measured & Readonly<{ micros: number }>

const rounds = 7
/** Until the code that runs most is compiled. Measured before, a server of more code looks slower than it is. */
const warmUp = { connections: 16, seconds: 1, requests: 20_000, secondsMax: 20 }

export async function compare(
  generator: Generator,
  pair: Pair,
  kind: Kind,
  connections: number,
  seconds: number,
): Promise<Comparison> {
  const gateway: Round[] = []
  const bare: Round[] = []
  const job = jobOf(pair, kind, connections, seconds)
  const drive = async (into: Round[], target: Target) =>
    void into.push(await oneRound(generator, target, job))
  for (let round = 0; round < rounds; round++) {
    // Whoever comes first finds a cooler processor and a warmer disk, or the other way around.
    if (round % 2 === 1) await drive(bare, pair.bare)
    await drive(gateway, pair.gateway)
    if (round % 2 === 0) await drive(bare, pair.bare)
  }
  const ratios = ratiosOf(gateway, bare, 'requestsPerSecond')
  return {
    ...{ kind, connections },
    gateway: middleOf(gateway),
    bare: middleOf(bare),
    ratio: median(ratios),
    ratioMin: Math.min(...ratios),
    ratioMax: Math.max(...ratios),
    p99Ratio: median(ratiosOf(gateway, bare, 'p99Ms')),
    gatewayMicros: median(gateway.map((round) => round.micros)),
    bareMicros: median(bare.map((round) => round.micros)),
  }
}

async function oneRound(generator: Generator, { port, pid }: Target, job: JobOfBoth): Promise<Round> {
  const before = processorSeconds(pid)
  const measured = await generator.run({ ...job, port })
  const after = processorSeconds(pid)
  const used = before === null || after === null ? Number.NaN : after - before
  return { ...measured, micros: (used * 1e6) / measured.requests }
}

export async function warm(generator: Generator, pair: Pair, kind: Kind): Promise<void> {
  const job = jobOf(pair, kind, warmUp.connections, warmUp.seconds)
  for (const { port } of [pair.gateway, pair.bare]) {
    let requests = 0
    for (let run = 0; requests < warmUp.requests && run < warmUp.secondsMax; run++)
      requests += (await generator.run({ ...job, port })).requests
  }
}

function jobOf(pair: Pair, kind: Kind, connections: number, seconds: number): JobOfBoth {
  const text = requestText(kind, pair.paymentId)
  return { requestText: text, connections, seconds, expectedStatus: expectedStatus[kind] }
}

function ratiosOf(gateway: readonly Measured[], bare: readonly Measured[], key: keyof Measured): number[] {
  return gateway.map((one, i) => one[key] / (bare[i]?.[key] ?? Number.NaN))
}
