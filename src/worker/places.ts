/** Payments that are worked on side by side. A place that becomes free is filled again, so that nobody waits for the slowest. */
import type { Payment } from '../core/payment/payment.ts'
import { longestPauseMs } from '../core/payment/rules.ts'
import { advancePayment } from '../operations/advance-payment.ts'
import type { Gateway } from '../operations/gateway.ts'

export class Places {
  /** Taken by all payments so far. */
  steps = 0
  readonly #gateway: Gateway
  readonly #count: number
  readonly #running = new Set<string>()
  #onFreed: () => void = () => {}

  constructor(gateway: Gateway, count: number) {
    this.#gateway = gateway
    this.#count = count
  }

  get free(): number {
    return this.#count - this.#running.size
  }

  /** Takes over as many due payments as there are free places, and returns how many. Rejects when it cannot. */
  async fill(): Promise<number> {
    return this.#begin(await this.#gateway.storage.claimDue(this.#claim()))
  }

  /** The same for what a clock that was ahead has put off too far: see the clock's history in the core. */
  async fillFarAhead(): Promise<number> {
    const aheadMs = longestPauseMs(this.#gateway.rules)
    const claimed = await this.#gateway.storage.claimFarAhead({ ...this.#claim(), aheadMs })
    for (const payment of claimed) this.#gateway.time.meet(newestTimeOf(payment))
    return this.#begin(claimed)
  }

  /** Resolves when a place is free. */
  async freed(): Promise<void> {
    while (this.free <= 0) await this.#change()
  }

  /** Resolves when nobody is worked on any more. */
  async emptied(): Promise<void> {
    while (this.#running.size > 0) await this.#change()
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#onFreed = resolve
    })
  }

  #claim() {
    const { clock, rules } = this.#gateway
    return { nowMs: () => clock.nowMs(), leaseMs: rules.leaseMs, limit: this.free }
  }

  #begin(claimed: readonly Payment[]): number {
    for (const payment of claimed) void this.#work(payment)
    return claimed.length
  }

  async #work(payment: Payment): Promise<void> {
    const name = `${payment.id} ${payment.epoch}`
    this.#running.add(name)
    this.steps += await advanceSafely(this.#gateway, payment)
    this.#running.delete(name)
    this.#onFreed()
  }
}

/** One payment's trouble must not keep the others waiting; its lease brings it back. */
async function advanceSafely(gateway: Gateway, payment: Payment): Promise<number> {
  try {
    return await gateway.running.track(advancePayment(gateway, payment))
  } catch (error) {
    const cause = error instanceof Error ? `${error.name}: ${error.message}` : 'fault'
    gateway.log.error(
      { paymentId: payment.id, cause },
      'a payment could not be advanced; the worker will try again',
    )
    return 0
  }
}

/** The latest of the times that something is known to have happened to it. */
function newestTimeOf({ createdAtMs, attempts, refunds }: Payment): number {
  return Math.max(
    createdAtMs,
    ...attempts.map(({ startedAtMs, decision }) => Math.max(startedAtMs, decision?.decidedAtMs ?? 0)),
    ...refunds.map(({ updatedAtMs }) => updatedAtMs),
  )
}
