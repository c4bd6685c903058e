/** Removes the personal data of payments whose retention period has passed, one batch at a time. */
import type { Mode } from '../core/payment/payment.ts'
import type { Gateway } from '../operations/gateway.ts'
import { endedWithPersonalData, removePersonalData } from '../operations/remove-personal-data.ts'
import { securityEvent } from '../security-event.ts'

/** How long after its end a payment keeps its personal data; null: until an operator removes it. */
export type RetentionMs = Readonly<Record<Mode, number | null>>

/** Periods are days, so nothing is late by this. */
const pauseMs = 3_600_000

export class Retention {
  readonly #gateway: Gateway
  readonly #periods: readonly (readonly [Mode, number])[]
  /** Of this process among all nodes. */
  readonly #name: string
  #batches: AsyncIterator<Batch> | null = null
  #resumeAtMs = Number.NEGATIVE_INFINITY
  #removed = 0

  constructor(gateway: Gateway, { test, live }: RetentionMs) {
    this.#gateway = gateway
    this.#name = [...gateway.random.bytes(8)].join('-')
    this.#periods = [['test', test] as const, ['live', live] as const].flatMap(([mode, ms]) =>
      ms === null ? [] : [[mode, ms] as const],
    )
  }

  /** Rejects when the storage cannot be reached; the next call begins again, with what is left. */
  async step(): Promise<void> {
    const { clock } = this.#gateway
    if (this.#periods.length === 0 || clock.monotonicMs() < this.#resumeAtMs) return
    if (!(await this.#isOurs())) return
    try {
      this.#batches ??= this.#due()
      const next = await this.#batches.next()
      if (next.done === true) await this.#finish()
      else await this.#remove(next.value)
    } catch (error) {
      this.#batches = null
      throw error
    }
  }

  /** One node at a time; another one continues when it stops. */
  async #isOurs(): Promise<boolean> {
    const { storage, clock, rules } = this.#gateway
    if (storage.shared === null) return true
    const nowMs = clock.nowMs()
    const lease = { name: 'retention', holder: this.#name, nowMs, untilMs: nowMs + rules.leaseMs }
    return storage.shared.takeLease(lease)
  }

  async *#due(): AsyncGenerator<Batch, void, void> {
    const { storage, clock } = this.#gateway
    for (const [mode, keepMs] of this.#periods) {
      for await (const ids of endedWithPersonalData(storage, mode, clock.nowMs() - keepMs))
        yield { ids, keepMs }
    }
  }

  async #remove({ ids, keepMs }: Batch): Promise<void> {
    const outcomes = await removePersonalData(this.#gateway, ids, { by: 'retention_setting', keepMs })
    this.#removed += outcomes.filter((outcome) => outcome === 'removed').length
  }

  async #finish(): Promise<void> {
    const { storage, clock, log } = this.#gateway
    if (this.#removed > 0) {
      // Somebody who reads just now keeps it from happening; the next round tries again.
      if (!(await storage.discardOverwritten())) return
      securityEvent(log, 'personal_data_removed', { who: 'retention setting', count: this.#removed })
    }
    this.#removed = 0
    this.#batches = null
    this.#resumeAtMs = clock.monotonicMs() + pauseMs
  }
}

type Batch = Readonly<{ ids: readonly string[]; keepMs: number }>
