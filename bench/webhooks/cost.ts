/**
 * `npm run bench -- --only webhooks`: what an endpoint costs. Two gateways take turns, one with an endpoint and one without,
 * and only the processor time counts, because other programs hardly change it. It is counted until all has been delivered.
 */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { databaseFile, type GatewayProcess } from '../../verification/gateway-process.ts'
import { generatorCore, pin, serverCore } from '../cores.ts'
import type { Generator } from '../load/generator-process.ts'
import { paymentText, requestText } from '../load/requests.ts'
import { fillWithPayments } from '../many-payments.ts'
import { median } from '../median.ts'
import { makeOriginals } from '../originals.ts'
import { processorSeconds } from '../processor-time.ts'
import { addEndpoint } from './endpoints.ts'
import { fillFile } from './fill.ts'
import { type Installation, openInstallation, portOf } from './production.ts'
import { openWillingReceiver, type Receiver } from './receiver.ts'

export type Cost = Readonly<{
  title: string
  /** For a request, in microseconds of processor time, in each process. */
  withEndpoint: readonly number[]
  withoutEndpoint: readonly number[]
}>

type Side = Readonly<{
  installation: Installation
  processes: readonly GatewayProcess[]
  /** Null without an endpoint. */
  receiver: Receiver | null
}>

const connections = 4
const rounds = 7
/** Until the code that runs most is compiled. */
const warmUps = 8
const parts = ['api,page,worker', 'webhooks']

export async function measureCost(
  generator: Generator,
  folder: string,
  seconds: number,
  tell: (cost: Cost) => void,
): Promise<void> {
  // Receivers are in this process, and take nothing from the gateway.
  pin(process.pid, generatorCore)
  for (const layout of [parts, [[...parts].join(',')]]) {
    const place = join(folder, `cost-${layout.length}`)
    const receiver = await openWillingReceiver()
    const sides = [
      await open(join(place, 'with'), layout, receiver),
      await open(join(place, 'without'), layout, null),
    ] as const
    try {
      for (const [what, textOf] of Object.entries(requests)) {
        const title = `${what}, ${layout.length === 1 ? 'one process' : 'API process, webhook process'}`
        tell({ title, ...(await compareSides(generator, sides, textOf, seconds)) })
      }
    } finally {
      await Promise.all(sides.flatMap(({ processes }) => processes.map((one) => one.kill())))
      await receiver.close()
    }
  }
}

type Authorization = Installation['authorization']
const requests = {
  'create a session': (key: Authorization) => requestText('create', '', key),
  'a payment that succeeds': (key: Authorization) => paymentText(key),
}

async function open(folder: string, layout: readonly string[], receiver: Receiver | null): Promise<Side> {
  const installation = await openInstallation(folder)
  const processes: GatewayProcess[] = []
  for (const own of layout) processes.push(await installation.start(own, serverCore))
  const [api] = processes
  if (receiver !== null && api !== undefined)
    await addEndpoint(api.url, receiver.url, installation.authorization)
  return { installation, processes, receiver }
}

async function compareSides(
  generator: Generator,
  [one, other]: readonly [Side, Side],
  textOf: (key: Authorization) => string,
  seconds: number,
): Promise<Omit<Cost, 'title'>> {
  const drive = (side: Side) => microsOf(generator, side, textOf(side.installation.authorization), seconds)
  const withEndpoint: (readonly number[])[] = []
  const withoutEndpoint: (readonly number[])[] = []
  for (let run = 0; run < warmUps; run++) for (const side of [one, other]) await drive(side)
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 1) withoutEndpoint.push(await drive(other))
    withEndpoint.push(await drive(one))
    if (round % 2 === 0) withoutEndpoint.push(await drive(other))
  }
  return { withEndpoint: medians(withEndpoint), withoutEndpoint: medians(withoutEndpoint) }
}

/** Of each process. */
async function microsOf(
  generator: Generator,
  { processes, receiver }: Side,
  requestText: string,
  seconds: number,
): Promise<readonly number[]> {
  const [api] = processes
  if (api === undefined) throw new Error('no process')
  const before = processes.map(({ pid }) => processorSeconds(pid) ?? Number.NaN)
  const job = { port: portOf(api), requestText, connections, seconds, expectedStatus: 201 }
  const { requests: sent } = await generator.run(job)
  if (receiver !== null) await untilQuiet(receiver)
  const used = processes.map(({ pid }, at) => (processorSeconds(pid) ?? Number.NaN) - (before[at] ?? 0))
  return used.map((own) => (own * 1e6) / sent)
}

async function untilQuiet(receiver: Receiver): Promise<void> {
  for (let before = -1; before !== receiver.received; ) {
    before = receiver.received
    await sleep(quietMs)
  }
}
const quietMs = 300

function medians(all: readonly (readonly number[])[]): readonly number[] {
  return (all[0] ?? []).map((_, at) => median(all.map((one) => one[at] ?? Number.NaN)))
}

export type Throughput = Readonly<{ endpoints: number; perSecond: number; micros: number }>

const backlog = 20_000

/** How fast a process delivers what has piled up, and how much processor time a delivery takes. */
export async function measureThroughput(folder: string, endpoints: number): Promise<Throughput> {
  pin(process.pid, generatorCore)
  const receiver = await openWillingReceiver()
  const { authorization, sealed, start } = await openInstallation(join(folder, `throughput-${endpoints}`))
  try {
    const file = databaseFile(join(folder, `throughput-${endpoints}`))
    const first = await start('api,page,worker', serverCore)
    const originals = await makeOriginals(first.url, authorization)
    await first.stop()
    fillWithPayments(file, originals, backlog)
    fillFile(file, { endpoints, urls: [receiver.url], areFailing: false, sealed })
    const sender = await start('webhooks', serverCore)
    const [begunMs, usedBefore] = [performance.now(), processorSeconds(sender.pid) ?? Number.NaN]
    const before = receiver.received
    while (receiver.received < backlog) await sleep(10)
    const delivered = backlog - before
    const used = (processorSeconds(sender.pid) ?? Number.NaN) - usedBefore
    const perSecond = delivered / ((performance.now() - begunMs) / 1_000)
    await sender.kill()
    return { endpoints, perSecond, micros: (used * 1e6) / delivered }
  } finally {
    await receiver.close()
  }
}
