/**
 * `npm run bench`: how fast the built gateway is beside a bare reference on the same machine in the same minute, how
 * fast it starts, and how heavy its page is. Options: `--seconds 1` for each round, `--connections 1,16,64`,
 * `--only create|get|page`, and some that are no part of the usual run: `--only list` for lists of many payments, because
 * filling a database takes its time, `--only metrics` for what metrics cost, `--only claims` for how long it takes to
 * find webhook deliveries among many that wait, on either engine, `--only isolation` for the page beside a thousand
 * webhook endpoints that are dead, and `--only webhooks` for what an endpoint costs and how much a process delivers.
 * `--only start --against <path>` compares cold starts with those of another build, such as
 * `/tmp/older/dist/flowlix.js`, in `--pairs`. `--database postgres` measures the
 * gateway on PostgreSQL instead; there, `--only` is one of loop, nodes, sizes.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, GatewayProcess } from '../verification/gateway-process.ts'
import { readOptions } from '../verification/read-options.ts'
import { viewPage } from './browser-view.ts'
import { measureCeiling } from './ceiling.ts'
import { coldStartMs, compareStarts } from './cold-start.ts'
import { compare, type Pair, type Target, warm } from './compare.ts'
import { hasCores, pin, serverCore } from './cores.ts'
import { compareLists } from './lists.ts'
import { Generator } from './load/generator-process.ts'
import { type Kind, kinds } from './load/requests.ts'
import { residentBytes } from './memory.ts'
import { compareMetrics } from './metrics-cost.ts'
import { weighPage } from './page-weight.ts'
import { benchPostgres, postgresParts } from './postgres/compare.ts'
import { rendersPerSecond } from './renders.ts'
import {
  megabytes,
  printCeilings,
  printClaims,
  printClaimsHead,
  printComparison,
  printComparisonHead,
  printFact,
  printHeading,
  printLists,
  printPageWeight,
  printSlowPhone,
  printStarts,
  printTurns,
  whole,
} from './report.ts'
import { pagePath, takeSample } from './sample.ts'
import { startBare } from './servers.ts'
import { measureSlowPhone } from './slow-phone.ts'
import { measureClaims } from './webhooks/claims.ts'
import { measureCost, measureThroughput } from './webhooks/cost.ts'
import { measureIsolation } from './webhooks/isolation.ts'
import { printCost, printCostHead, printThroughput } from './webhooks/report.ts'

const { values } = readOptions({
  options: {
    seconds: { type: 'string', default: '1' },
    connections: { type: 'string', default: '1,16,64' },
    only: { type: 'string' },
    database: { type: 'string', default: 'sqlite' },
    payments: { type: 'string', default: '1000000' },
    against: { type: 'string' },
    pairs: { type: 'string', default: '15' },
  },
})
const seconds = Number(values.seconds)
const connectionCounts = values.connections.split(',').map(Number)
const only = kinds.find((kind) => kind === values.only) ?? null
const isPostgres = values.database === 'postgres'
const others = ['list', 'metrics', 'claims', 'isolation', 'webhooks', 'start'] as const
const isOther = others.some((one) => one === values.only)
if (!(seconds > 0)) throw new Error('--seconds must be a positive number')
if (!connectionCounts.every((count) => Number.isInteger(count) && count > 0)) {
  throw new Error('--connections must be positive integers, separated by commas')
}
const parts = postgresParts.filter((part) => values.only === undefined || part === values.only)
const isKnown = isPostgres ? parts.length > 0 : values.only === undefined || only !== null || isOther
if (!isKnown) {
  const names = isPostgres ? postgresParts : [...kinds, ...others]
  throw new Error(`--only must be one of ${names.join(', ')}`)
}

if (values.only === 'start') {
  if (values.against === undefined) throw new Error('--only start needs --against <path of a built gateway>')
  printStarts(await compareStarts(values.against, Number(values.pairs)))
  process.exit()
}

const folder = mkdtempSync(join(tmpdir(), 'flowlix-bench-'))
const generator = new Generator()
try {
  console.log(`Node.js ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'})`)
  console.log(`servers and load generator ${hasCores ? 'on a core each' : 'share all cores'}`)
  printCeilings(await measureCeiling(generator, connectionCounts, seconds))
  if (isPostgres) await benchOnPostgres()
  else if (values.only === 'list') printLists(await compareLists(generator, folder, seconds))
  else if (values.only === 'metrics') await benchMetrics()
  else if (values.only === 'claims') await benchClaims()
  else if (values.only === 'isolation') await benchIsolation()
  else if (values.only === 'webhooks') await benchWebhooks()
  else await bench(only === null ? kinds : [only])
} finally {
  await generator.stop()
  rmSync(folder, { recursive: true })
}

async function bench(chosen: readonly Kind[]): Promise<void> {
  const port = await freePort()
  const gateway = new GatewayProcess({ folder, port })
  try {
    await gateway.ready()
    pin(gateway.pid, serverCore)
    const before = residentBytes(gateway.pid)
    const paymentId = await compareAll(gateway.url, { port, pid: gateway.pid }, chosen)
    printHeading('the rest')
    printFact('memory before the load', megabytes(before))
    printFact('memory after the load', megabytes(residentBytes(gateway.pid)))
    if (only === null || only === 'page') await measurePage(`${gateway.url}${pagePath(paymentId)}`)
  } finally {
    await gateway.stop()
  }
  if (only === null) printFact('cold start to the first response', `${whole(await coldStartMs())} ms`)
}

async function benchOnPostgres(): Promise<void> {
  printHeading('on PostgreSQL, taking turns; median of the rounds')
  await benchPostgres(parts, {
    ...{ generator, folder, seconds },
    connections: Math.max(...connectionCounts),
    counts: { small: 1_000, large: Number(values.payments) },
    tell: printTurns,
    tellFilled: (count, took) => printFact(`filled with ${whole(count)} payments`, `${whole(took)} s`),
  })
}

async function benchMetrics(): Promise<void> {
  printComparisonHead()
  for (const connections of connectionCounts) {
    const place = mkdtempSync(join(folder, 'metrics-'))
    const comparison = await compareMetrics(generator, place, connections, seconds)
    printComparison(comparison, ['with metrics', 'without metrics'])
  }
}

async function benchClaims(): Promise<void> {
  printClaimsHead()
  await measureClaims(folder, printClaims)
}

async function benchIsolation(): Promise<void> {
  printHeading(
    'the page beside 1,000 dead endpoints and without, taking turns; median of the rounds; ratio of p99',
  )
  await measureIsolation(generator, folder, seconds, printTurns)
}

async function benchWebhooks(): Promise<void> {
  printCostHead()
  await measureCost(generator, folder, seconds, printCost)
  for (const endpoints of [1, 50]) printThroughput(await measureThroughput(folder, endpoints))
}

async function compareAll(url: string, gateway: Target, chosen: readonly Kind[]): Promise<string> {
  const sample = await takeSample(url)
  const bare = await startBare(folder, await freePort(), sample)
  try {
    const pair: Pair = { gateway, bare, paymentId: sample.paymentId }
    printComparisonHead()
    for (const kind of chosen) {
      await warm(generator, pair, kind)
      for (const connections of connectionCounts) {
        printComparison(await compare(generator, pair, kind, connections, seconds))
      }
    }
  } finally {
    await bare.stop()
  }
  return sample.paymentId
}

async function measurePage(url: string): Promise<void> {
  printPageWeight(await weighPage(url))
  const { requests } = await viewPage(url)
  printFact('requests to show the page', `${requests.length}`)
  printFact('renders per second on one core', whole(await rendersPerSecond(folder)))
  printSlowPhone(await measureSlowPhone(url))
}
