/** The gateway behind its real server, with its metrics, and a reader of what they say. */
import { observersOf } from '../../src/cli/gateway-metrics.ts'
import { mask } from '../../src/core/card/mask.ts'
import type { RequestRecord } from '../../src/http/access-log.ts'
import { createMetrics, type Metrics } from '../../src/metrics/metrics.ts'
import { parseNetwork } from '../../src/platform/ip-address.ts'
import { createLog } from '../../src/platform/log.ts'
import type { TestAppOptions } from '../../verification/app/test-app.ts'
import { type ListeningApp, openListeningApp } from '../api/listening-app.ts'
import { type Scrape, scrapeOf } from './scrape.ts'

export type MeasuredApp = ListeningApp &
  Readonly<{
    url: string
    metrics: Metrics
    scrape(): Promise<Scrape>
  }>

export async function openMeasuredApp(options: TestAppOptions = {}): Promise<MeasuredApp> {
  const metrics = createMetrics('1.2.3')
  const log = metrics.log(createLog({ level: 'silent', mask, write: () => {} }))
  let observe: (record: RequestRecord) => void = () => {}
  const server = await openListeningApp(
    { metrics, log, ...options },
    {
      observe: (record) => observe(record),
      trustedProxies: [parseNetwork('127.0.0.1') ?? []].flat(),
    },
  )
  const { app } = server.app
  observe = observersOf(metrics, null, app) ?? observe
  metrics.watch(app.gateway)
  return {
    ...server,
    url: `http://127.0.0.1:${server.port}`,
    metrics,
    scrape: async () => scrapeOf(await metrics.read()),
  }
}
