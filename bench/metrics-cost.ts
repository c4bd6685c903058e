/** What metrics cost: the same gateway with and without them, taking turns at creating payments. It is scraped meanwhile. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, GatewayProcess } from '../verification/gateway-process.ts'
import { type Comparison, compare, type Pair, warm } from './compare.ts'
import { pin, serverCore } from './cores.ts'
import type { Generator } from './load/generator-process.ts'

/** Three times as often as usual. */
const scrapeEveryMs = 5_000

export async function compareMetrics(
  generator: Generator,
  folder: string,
  connections: number,
  seconds: number,
): Promise<Comparison> {
  const metricsPort = await freePort()
  const measured = await start(join(folder, 'measured'), { METRICS_PORT: String(metricsPort) })
  const plain = await start(join(folder, 'plain'), {})
  const scraping = setInterval(() => void scrape(metricsPort), scrapeEveryMs)
  try {
    const pair: Pair = { gateway: targetOf(measured), bare: targetOf(plain), paymentId: '' }
    await warm(generator, pair, 'create')
    return await compare(generator, pair, 'create', connections, seconds)
  } finally {
    clearInterval(scraping)
    await Promise.all([measured.stop(), plain.stop()])
  }
}

async function start(folder: string, environment: Readonly<Record<string, string>>): Promise<GatewayProcess> {
  mkdirSync(folder)
  const gateway = new GatewayProcess({ folder, port: await freePort(), environment })
  await gateway.ready()
  pin(gateway.pid, serverCore)
  return gateway
}

const targetOf = ({ url, pid }: GatewayProcess) => ({ port: Number(new URL(url).port), pid })

async function scrape(port: number): Promise<void> {
  await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
}
