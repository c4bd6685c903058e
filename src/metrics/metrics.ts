/**
 * What the gateway measures of itself, for Prometheus. Everything is measured from outside: the ports are wrapped, and
 * what already tells others of its events tells this as well. Where nobody asks for metrics, none of this is loaded.
 */
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { RequestRecord } from '../http/access-log.ts'
import type { Acquirer } from '../ports/acquirer.ts'
import type { Storage } from '../ports/storage.ts'
import type { Log } from '../ports/system.ts'
import type { StorageObserver } from '../storage/observer.ts'
import { acquirerMetrics } from './acquirer-metrics.ts'
import { type BacklogSource, backlogMetrics } from './backlog-metrics.ts'
import { databaseMetrics } from './database-metrics.ts'
import { logMetrics } from './log-metrics.ts'
import { type AcquirerName, paymentMetrics } from './payment-metrics.ts'
import { requestMetrics } from './request-metrics.ts'
import { saveMetrics } from './save-metrics.ts'
import { webhookMetrics } from './webhook-metrics.ts'

export type Metrics = Readonly<{
  /** The same log, and counted. */
  log(log: Log): Log
  lineDropped(): void
  /** The same storage, and measured. */
  storage(storage: Storage, acquirerName: AcquirerName): Storage
  storageObserver: StorageObserver
  /** The same acquirer, and measured. */
  acquirer(acquirer: Acquirer): Acquirer
  /** Its context names the route. */
  request(record: RequestRecord): void
  connectionsRefused(count: number): void
  /** What is read whenever metrics are. */
  watch(source: BacklogSource & Readonly<{ running: Readonly<{ size: number }> }>): void
  contentType: string
  /** Everything, in the text format of Prometheus. */
  read(): Promise<string>
}>

export function createMetrics(version: string): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  new Gauge({
    ...{ name: 'flowlix_build_info', help: 'The version that is running.', registers },
    labelNames: ['version'],
  }).set({ version }, 1)
  const requests = requestMetrics(registers)
  const saves = saveMetrics(registers)
  const payments = paymentMetrics(registers)
  const database = databaseMetrics(registers)
  const logs = logMetrics(registers, database)
  const webhooks = webhookMetrics(registers)
  const backlog = backlogMetrics(registers, database, webhooks)
  const running = new Gauge({
    name: 'flowlix_running_operations',
    help: 'Operations on payments that have begun and that a shutdown waits for.',
    registers,
  })
  let refresh = async (): Promise<void> => {}
  return {
    log: logs.counted,
    lineDropped: logs.lineDropped,
    storage: (storage, acquirerName) =>
      webhooks.measured(saves.measured(storage, payments.saved(acquirerName))),
    storageObserver: { commit: saves.committed, pool: database.watchPool },
    acquirer: acquirerMetrics(registers),
    request: requests.served,
    connectionsRefused: requests.connectionsRefused,
    watch: (source) => {
      refresh = () => {
        running.set(source.running.size)
        return backlog(source)
      }
    },
    contentType: registry.contentType,
    read: async () => {
      // Before anything is read: what one metric collects would come too late for another.
      await refresh()
      return registry.metrics()
    },
  }
}
