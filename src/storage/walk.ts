/** What a walk through all payments has found so far. */
import type { Verification } from './verification.ts'

const differencesMax = 20

export class Walk {
  #payments = 0
  #events = 0
  #differenceCount = 0
  readonly #differences: Verification['differences'][number][] = []

  /** One more payment, with so many events. */
  add(events: number): void {
    this.#payments += 1
    this.#events += events
  }

  note(paymentId: string, difference: string | null): void {
    if (difference === null) return
    this.#differenceCount += 1
    if (this.#differences.length < differencesMax) this.#differences.push({ paymentId, difference })
  }

  result(): Pick<Verification, 'payments' | 'events' | 'differenceCount' | 'differences'> {
    return {
      payments: this.#payments,
      events: this.#events,
      differenceCount: this.#differenceCount,
      differences: this.#differences,
    }
  }
}
