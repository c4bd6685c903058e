/**
 * `npm run bench -- --only isolation`: the payment page beside a thousand webhook endpoints that are dead and have 74,000
 * deliveries due, and without any, taking turns. Only one side runs at a time: the other one is frozen.
 */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { databaseFile, type GatewayProcess } from '../../verification/gateway-process.ts'
import { generatorCore, serverCore } from '../cores.ts'
import type { Generator } from '../load/generator-process.ts'
import type { Measured } from '../load/load-job.ts'
import { requestText } from '../load/requests.ts'
import { fillWithPayments } from '../many-payments.ts'
import { makeOriginals } from '../originals.ts'
import type { Titled } from '../postgres/compare.ts'
import { type Turns, takeTurns } from '../turns.ts'
import { closedUrl } from './endpoints.ts'
import { fillFile } from './fill.ts'
import { openInstallation, portOf } from './production.ts'
import { openSilentReceiver } from './receiver.ts'

type Side = Readonly<{ page: GatewayProcess; all: readonly GatewayProcess[]; paymentId: string }>

const endpoints = 1_000
const waiting = 74_000
const connections = 16
const layouts = {
  'two processes': ['api,page,worker', 'webhooks'],
  'one process': ['api,page,worker,webhooks'],
}

export async function measureIsolation(
  generator: Generator,
  folder: string,
  seconds: number,
  tell: (result: Titled) => void,
): Promise<void> {
  const silent = await openSilentReceiver()
  const kinds = { refuse: [closedUrl], 'say nothing': [silent.url], 'do either': [closedUrl, silent.url] }
  try {
    for (const [layout, parts] of Object.entries(layouts)) {
      for (const [kind, urls] of Object.entries(kinds)) {
        const place = join(folder, `${layout} ${kind}`.replaceAll(' ', '-'))
        const sides = [
          await open(join(place, 'beside'), parts, urls),
          await open(join(place, 'without'), parts, []),
        ]
        try {
          const result = await compareSides(generator, sides as [Side, Side], seconds)
          tell({ title: `${layout}, endpoints that ${kind}`, names: ['beside', 'without'], ...result })
        } finally {
          for (const { all } of sides) await Promise.all(all.map((one) => one.kill()))
        }
      }
    }
  } finally {
    await silent.close()
  }
}

async function compareSides(
  generator: Generator,
  [one, other]: readonly [Side, Side],
  seconds: number,
): Promise<Turns> {
  const drive = async (side: Side): Promise<Measured> => {
    for (const { all } of [one, other])
      for (const gateway of all) gateway.signal(side.all.includes(gateway) ? 'SIGCONT' : 'SIGSTOP')
    // What was due while it was frozen is over.
    await sleep(500)
    const text = requestText('page', side.paymentId)
    return generator.run({
      port: portOf(side.page),
      requestText: text,
      expectedStatus: 200,
      connections,
      seconds,
    })
  }
  // To warm up.
  for (let run = 0; run < 3; run++) for (const side of [one, other]) await drive(side)
  return takeTurns(
    () => drive(one),
    () => drive(other),
    'p99Ms',
  )
}

async function open(folder: string, layout: readonly string[], urls: readonly string[]): Promise<Side> {
  const { authorization, sealed, start } = await openInstallation(folder)
  const first = await start('api,page,worker', serverCore)
  const originals = await makeOriginals(first.url, authorization)
  await first.stop()
  if (urls.length > 0) {
    fillWithPayments(databaseFile(folder), originals, waiting)
    fillFile(databaseFile(folder), { endpoints, urls, areFailing: true, sealed })
  }
  const all: GatewayProcess[] = []
  // A core of its own would be better for the one that sends; there is none.
  for (const [at, parts] of layout.entries())
    all.push(await start(parts, at === 0 ? serverCore : generatorCore))
  const [page] = all
  if (page === undefined) throw new Error('no process serves the page')
  return { page, all, paymentId: originals.openId }
}
