/** Metrics of a gateway that serves: loaded only if they are asked for, and served while it runs. */
import { version } from '../api-docs/openapi.ts'
import type { App } from '../app/app.ts'
import type { Config } from '../config/read-config.ts'
import type { RequestRecord } from '../http/access-log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { explainListening } from './error-message.ts'
import { Refused } from './mistakes.ts'

export type Closes = Readonly<{ close(): Promise<void> }>

/** Null if they are off. */
export async function loadMetrics({ metricsPort }: Pick<Config, 'metricsPort'>): Promise<Metrics | null> {
  if (metricsPort === null) return null
  const { createMetrics } = await import('../metrics/metrics.ts')
  return createMetrics(version)
}

export async function listenForMetrics(
  metrics: Metrics | null,
  { metricsPort, metricsHost }: Config,
  { gateway }: App,
): Promise<Closes> {
  if (metrics === null || metricsPort === null) return { close: async () => {} }
  const { serveMetrics } = await import('../metrics/metrics-server.ts')
  metrics.watch(gateway)
  try {
    return await serveMetrics(metrics, { host: metricsHost, port: metricsPort })
  } catch (error) {
    const explained = explainListening(error, { host: 'METRICS_HOST', port: 'METRICS_PORT' })
    throw explained === null ? error : new Refused(explained)
  }
}

type Observe = (record: RequestRecord) => void

/** Whoever wants to hear of requests; null if nobody does. */
export function observersOf(metrics: Metrics | null, log: Observe | null, { routeOf }: App): Observe | null {
  if (metrics === null) return log
  return (record) => {
    const { context, method, path } = record
    // Found once for both.
    if (method !== null && path !== null) context.route ??= routeOf(method, path)
    metrics.request(record)
    log?.(record)
  }
}
