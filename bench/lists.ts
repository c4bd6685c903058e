/**
 * `npm run bench -- --only list`: pages of payments with a thousand and with a million payments in the database. Two
 * gateways take turns in short rounds, so that whatever else the machine does hits both.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { databaseFile, freePort, GatewayProcess } from '../verification/gateway-process.ts'
import type { Generator } from './load/generator-process.ts'
import type { Measured } from './load/load-job.ts'
import { httpText } from './load/requests.ts'
import { fillWithPayments } from './many-payments.ts'
import { median, middleOf } from './median.ts'
import { makeOriginals } from './originals.ts'
import { authorization } from './sample.ts'

export type ListComparison = Readonly<{
  title: string
  small: Measured
  large: Measured
  /** Of the median times, large by small. */
  ratio: number
}>

type Side = Readonly<{ gateway: GatewayProcess; port: number; middleId: string }>

export const listCounts = { small: 1_000, large: 1_000_000 } as const
const rounds = 7
const views: readonly Readonly<{ title: string; path: (middleId: string) => string }>[] = [
  { title: 'the newest page', path: () => '/v1/payments' },
  { title: 'a page deep in the middle', path: (id) => `/v1/payments?starting_after=${id}` },
  { title: 'the newest page of one status', path: () => '/v1/payments?status=canceled' },
]

export async function compareLists(
  generator: Generator,
  folder: string,
  seconds: number,
): Promise<readonly ListComparison[]> {
  const small = await startFilled(join(folder, 'small'), listCounts.small)
  try {
    const large = await startFilled(join(folder, 'large'), listCounts.large)
    try {
      const comparisons: ListComparison[] = []
      for (const { title, path } of views) {
        const turn = (side: Side) => drive(generator, side, path(side.middleId), seconds)
        comparisons.push({
          title,
          ...(await takeTurns(
            () => turn(small),
            () => turn(large),
          )),
        })
      }
      return comparisons
    } finally {
      await large.gateway.stop()
    }
  } finally {
    await small.gateway.stop()
  }
}

async function takeTurns(driveSmall: () => Promise<Measured>, driveLarge: () => Promise<Measured>) {
  // To warm up.
  await driveSmall()
  await driveLarge()
  const small: Measured[] = []
  const large: Measured[] = []
  for (let round = 0; round < rounds; round++) {
    small.push(await driveSmall())
    large.push(await driveLarge())
  }
  const ratio = median(large.map((one, i) => one.p50Ms / (small[i]?.p50Ms ?? Number.NaN)))
  return { small: middleOf(small), large: middleOf(large), ratio }
}

/** One connection: the time of a page is asked for, not how many a busy gateway serves. */
function drive(generator: Generator, { port }: Side, path: string, seconds: number): Promise<Measured> {
  const requestText = httpText('GET', path, authorization)
  return generator.run({ port, requestText, expectedStatus: 200, connections: 1, seconds })
}

async function startFilled(folder: string, count: number): Promise<Side> {
  mkdirSync(folder)
  const place = { folder, port: await freePort() }
  const first = new GatewayProcess(place)
  await first.ready()
  const originals = await makeOriginals(first.url).finally(() => first.stop())
  const middleId = fillWithPayments(databaseFile(folder), originals, count)
  const gateway = new GatewayProcess(place)
  await gateway.ready()
  return { gateway, port: place.port, middleId }
}
