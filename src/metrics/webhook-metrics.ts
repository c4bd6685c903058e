/** What became of webhooks, and what still waits to be sent. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import { deliveryErrors } from '../core/webhook/delivery-error.ts'
import type { Storage } from '../ports/storage.ts'
import type { DeliveryBacklog } from '../ports/webhook-storage.ts'

const secondsBuckets = [0.1, 0.5, 1, 5, 30, 60, 300, 1_800, 7_200, 28_800, 86_400, 259_200]

export function webhookMetrics(registers: Registry[]) {
  const attempts = new Counter({
    name: 'flowlix_webhook_attempts_total',
    help: 'Attempts to deliver events to webhook endpoints, by outcome: "succeeded", or the error.',
    labelNames: ['outcome'],
    registers,
  })
  // So that the first one is an increase.
  for (const outcome of ['succeeded', ...deliveryErrors]) attempts.inc({ outcome }, 0)
  const ages = new Histogram({
    name: 'flowlix_webhook_delivery_age_seconds',
    help: 'How long after its event a delivery succeeded.',
    buckets: secondsBuckets,
    registers,
  })
  const lag = gauge(
    registers,
    'flowlix_webhook_due_lag_seconds',
    'How long the delivery that has waited longest has been due, of endpoints that work.',
  )
  const pending = gauge(
    registers,
    'flowlix_webhook_pending',
    'Deliveries that wait to be sent, counted up to 10,000.',
  )
  const disabled = gauge(
    registers,
    'flowlix_webhook_endpoints_disabled',
    'Webhook endpoints that are disabled.',
  )
  return {
    measured: (storage: Storage): Storage => ({
      ...storage,
      saveDelivery: async (result) => {
        const saved = await storage.saveDelivery(result)
        if (saved === 'stale') return saved
        const { attempt, isSuccess, eventAtMs } = result
        attempts.inc({ outcome: attempt.error ?? 'succeeded' })
        if (isSuccess) ages.observe(Math.max(0, attempt.atMs + attempt.durationMs - eventAtMs) / 1_000)
        return saved
      },
    }),
    /** Null if the storage cannot be reached. */
    waiting: (backlog: DeliveryBacklog | null, nowMs: number): void => {
      if (backlog === null) {
        for (const one of [lag, pending, disabled]) one.remove()
        return
      }
      lag.set(backlog.oldestDueMs === null ? 0 : Math.max(0, nowMs - backlog.oldestDueMs) / 1_000)
      pending.set(backlog.pending)
      disabled.set(backlog.disabledEndpoints)
    },
  }
}

function gauge(registers: Registry[], name: string, help: string): Gauge {
  return new Gauge({ name, help, registers })
}
