/** Payments that are worked on concurrently. A free place is filled right away, so that none waits for the slowest. */
import { errorText } from '../core/error-name.ts'
import type { Payment } from '../core/payment/payment.ts'
import { longestPauseMs } from '../core/payment/rules.ts'
import { advancePayment } from '../operations/advance-payment.ts'
import type { Gateway } from '../operations/gateway.ts'
import { beginLease, type Lease } from '../operations/lease.ts'

export class Places {
  /** Steps taken for all payments so far. */
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

  /** Claims as many due payments as there are free places, and returns how many. Rejects if it cannot. */
  async fill(): Promise<number> {
    const lease = beginLease(this.#gateway)
    return this.#begin(await this.#gateway.storage.claimDue(this.#claim()), lease)
  }

  /** The same for payments that a clock that was ahead has postponed too far: see the core's clock history. */
  async fillFarAhead(): Promise<number> {
    const lease = beginLease(this.#gateway)
    const aheadMs = longestPauseMs(this.#gateway.rules)
    const claimed = await this.#gateway.storage.claimFarAhead({ ...this.#claim(), aheadMs })
    for (const payment of claimed) this.#gateway.time.meet(newestTimeOf(payment))
    return this.#begin(claimed, lease)
  }

  /** Resolves when a place is free. */
  async freed(): Promise<void> {
    while (this.free <= 0) await this.#change()
  }

  /** Resolves when no payment is being worked on anymore. */
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

  #begin(claimed: readonly Payment[], lease: Lease): number {
    for (const payment of claimed) void this.#work(payment, lease)
    return claimed.length
  }

  async #work(payment: Payment, lease: Lease): Promise<void> {
    const name = `${payment.id} ${payment.epoch}`
    this.#running.add(name)
    this.steps += await advanceSafely(this.#gateway, payment, lease)
    this.#running.delete(name)
    this.#onFreed()
  }
}

/** Trouble with one payment must not delay the others; it is due again when its lease ends. */
async function advanceSafely(gateway: Gateway, payment: Payment, lease: Lease): Promise<number> {
  try {
    return await gateway.running.track(advancePayment(gateway, payment, lease))
  } catch (error) {
    const cause = errorText(error)
    gateway.log.error(
      { paymentId: payment.id, cause },
      'a payment could not be advanced; the worker will try again',
    )
    return 0
  }
}

/** The latest time at which something is known to have happened to it. */
function newestTimeOf({ createdAtMs, attempts, refunds }: Payment): number {
  return Math.max(
    createdAtMs,
    ...attempts.map(({ startedAtMs, decision }) => Math.max(startedAtMs, decision?.decidedAtMs ?? 0)),
    ...refunds.map(({ updatedAtMs }) => updatedAtMs),
  )
}
