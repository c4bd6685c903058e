/**
 * `npm run bench -- --database postgres`: the gateway on a PostgreSQL server of its own, from npm, which is as durable as
 * in life. It is measured beside a bare loop, beside a second node, and with a thousand and a million payments.
 */
import { PostgresServer } from '../../verification/postgres/server.ts'
import { Generator } from '../load/generator-process.ts'
import type { Measured } from '../load/load-job.ts'
import { expectedStatus, httpText, requestText } from '../load/requests.ts'
import { makeOriginals } from '../originals.ts'
import { authorization, pagePath, paymentPath, takeSample } from '../sample.ts'
import { type Turns, takeTurns } from '../turns.ts'
import { BareLoop } from './bare-loop-process.ts'
import { besideBusyProcess } from './busy-core.ts'
import { fillWithPayments } from './fill.ts'
import { newDatabase } from './new-database.ts'
import { type Node, nodeFolder, startNode } from './nodes.ts'

export const postgresParts = ['loop', 'nodes', 'sizes'] as const
export type PostgresPart = (typeof postgresParts)[number]
export type Titled = Turns & Readonly<{ title: string; names: readonly [string, string] }>

type Bench = Readonly<{
  generator: Generator
  server: PostgresServer
  folder: string
  seconds: number
  connections: number
  counts: Readonly<{ small: number; large: number }>
  tell: (result: Titled) => void
  tellFilled: (count: number, seconds: number) => void
}>

export async function benchPostgres(
  parts: readonly PostgresPart[],
  options: Omit<Bench, 'server'>,
): Promise<void> {
  // The settings of an ordinary server; everything that durability depends on is on by default.
  const server = await PostgresServer.start({ shared_buffers: '256MB', max_wal_size: '2GB' }, 'disk')
  try {
    const bench = { ...options, server }
    if (parts.includes('loop')) await besideBareLoop(bench)
    if (parts.includes('nodes')) await besideSecondNode(bench)
    if (parts.includes('sizes')) await besideLargeDatabase(bench)
  } finally {
    await server.remove()
  }
}

async function besideBareLoop(bench: Bench): Promise<void> {
  const { generator, folder, connections, seconds, tell } = bench
  const url = await newDatabase(bench.server, 'loop')
  const node = await startNode(nodeFolder(folder, 'loop'), url)
  const loop = new BareLoop()
  try {
    const { paymentId } = await takeSample(node.gateway.url)
    for (const kind of ['create', 'get'] as const) {
      const turns = await takeTurns(
        () => drive(generator, node, kind, paymentId, connections, seconds),
        () => loop.run({ url, kind, connections, seconds, paymentId }),
        'requestsPerSecond',
      )
      tell({ ...turns, title: `${kind}, ${connections} connections`, names: ['gateway', 'bare loop'] })
    }
  } finally {
    await loop.stop()
    await node.gateway.stop()
  }
}

/**
 * A node has the same share of a processor on both sides: half of a core, which it shares with the second node or, alone, with
 * a process that only takes up that node's place. A second node on a machine of its own would bring its share along, too.
 */
async function besideSecondNode(bench: Bench): Promise<void> {
  const { generator, folder, connections, seconds, tell } = bench
  const url = await newDatabase(bench.server, 'nodes')
  const one = await startNode(nodeFolder(folder, 'one'), url)
  const two = await startNode(nodeFolder(folder, 'two'), url)
  const other = new Generator()
  try {
    const { paymentId } = await takeSample(one.gateway.url)
    for (const kind of ['create', 'get'] as const) {
      const half = connections / 2
      const turns = await takeTurns(
        async () =>
          together(
            await Promise.all([
              drive(generator, one, kind, paymentId, half, seconds),
              drive(other, two, kind, paymentId, half, seconds),
            ]),
          ),
        () => besideBusyProcess(() => drive(generator, one, kind, paymentId, connections, seconds)),
        'requestsPerSecond',
      )
      tell({ ...turns, title: `${kind}, ${connections} connections`, names: ['two nodes', 'one node'] })
    }
  } finally {
    await other.stop()
    await Promise.all([one, two].map(({ gateway }) => gateway.stop()))
  }
}

async function besideLargeDatabase(bench: Bench): Promise<void> {
  const { generator, seconds, counts, tell } = bench
  const small = await startFilled(bench, counts.small)
  const large = await startFilled(bench, counts.large)
  // One connection: the time of a request is asked for, not how many a busy gateway serves.
  const paths = {
    get: (id: string) => paymentPath(id),
    'the newest page of a list': () => '/v1/payments',
    'a page in the middle of a list': (id: string) => `/v1/payments?starting_after=${id}`,
    page: (id: string) => pagePath(id),
  }
  const names = [`${counts.large} payments`, `${counts.small} payments`] as const
  try {
    const create = (side: Filled) => () => drive(generator, side, 'create', '', 1, seconds)
    tell({ ...(await takeTurns(create(large), create(small), 'p50Ms')), title: 'create', names })
    for (const [title, path] of Object.entries(paths)) {
      const ask = (side: Filled) => () => {
        const requested = httpText('GET', path(side.nextId()), authorization)
        return generator.run({
          port: side.port,
          requestText: requested,
          expectedStatus: 200,
          connections: 1,
          seconds,
        })
      }
      tell({ ...(await takeTurns(ask(large), ask(small), 'p50Ms')), title, names })
    }
  } finally {
    await Promise.all([small, large].map(({ gateway }) => gateway.stop()))
  }
}

type Filled = Node & Readonly<{ nextId(): string }>

async function startFilled(bench: Bench, count: number): Promise<Filled> {
  const url = await newDatabase(bench.server, `filled_${count}`)
  const folder = nodeFolder(bench.folder, `filled-${count}`)
  const first = await startNode(folder, url)
  const originals = await makeOriginals(first.gateway.url).finally(() => first.gateway.stop())
  const begunMs = performance.now()
  const ids = await fillWithPayments(url, originals, count)
  bench.tellFilled(count, (performance.now() - begunMs) / 1_000)
  let turn = 0
  return { ...(await startNode(folder, url)), nextId: () => ids[turn++ % ids.length] ?? '' }
}

function drive(
  generator: Generator,
  { port }: Node,
  kind: 'create' | 'get',
  paymentId: string,
  connections: number,
  seconds: number,
): Promise<Measured> {
  const text = requestText(kind, paymentId)
  return generator.run({
    port,
    requestText: text,
    expectedStatus: expectedStatus[kind],
    connections,
    seconds,
  })
}

/** Their rates add up; of the times the slower one counts. */
function together(all: readonly Measured[]): Measured {
  const sum = (key: keyof Measured) => all.reduce((total, one) => total + one[key], 0)
  const max = (key: keyof Measured) => Math.max(...all.map((one) => one[key]))
  return {
    requests: sum('requests'),
    requestsPerSecond: sum('requestsPerSecond'),
    p50Ms: max('p50Ms'),
    p99Ms: max('p99Ms'),
    generatorBusy: max('generatorBusy'),
  }
}
