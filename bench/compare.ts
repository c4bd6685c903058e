/**
 * Gateway and reference under the same load, taking turns in short rounds, so that whatever else the machine does hits
 * both; the median round counts.
 */
import { drive, type Kind, type Measured, median } from './load.ts'

export type Pair = Readonly<{ gatewayUrl: string; bareUrl: string; paymentId: string }>
export type Comparison = Readonly<{
  kind: Kind
  connections: number
  gateway: Measured
  bare: Measured
  ratio: number
}>

const rounds = 7
const warmUp = { connections: 16, seconds: 1 }

export async function compare(
  pair: Pair,
  kind: Kind,
  connections: number,
  seconds: number,
): Promise<Comparison> {
  const gateway: Measured[] = []
  const bare: Measured[] = []
  for (let round = 0; round < rounds; round++) {
    gateway.push(await drive({ url: pair.gatewayUrl, ...pair, kind, connections, seconds }))
    bare.push(await drive({ url: pair.bareUrl, ...pair, kind, connections, seconds }))
  }
  const ratios = gateway.map((one, i) => one.requestsPerSecond / (bare[i]?.requestsPerSecond ?? Number.NaN))
  return { kind, connections, gateway: middle(gateway), bare: middle(bare), ratio: median(ratios) }
}

export async function warm(pair: Pair, kind: Kind): Promise<void> {
  await drive({ url: pair.gatewayUrl, ...pair, kind, ...warmUp })
  await drive({ url: pair.bareUrl, ...pair, kind, ...warmUp })
}

function middle(all: readonly Measured[]): Measured {
  const of = (key: keyof Measured): number => median(all.map((one) => one[key]))
  return { requestsPerSecond: of('requestsPerSecond'), p50Ms: of('p50Ms'), p99Ms: of('p99Ms') }
}
