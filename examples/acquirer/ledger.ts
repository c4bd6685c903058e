/** The acquirer's side: what a real acquirer would keep on its own servers. Replace it with requests to yours. */
import type { Currency } from 'flowlix-acquirer-contract'

export type Money = Readonly<{ amountMinor: number; currency: Currency }>

type Booking = Money & Readonly<{ id: string; atMs: number }>

export type Charge = Booking & {
  readonly last4: string
  state: 'identifying' | 'challenged' | 'approved' | 'declined' | 'reversed'
}

export type Refund = Booking & {
  readonly originalReference: string
  state: 'pending' | 'succeeded' | 'failed' | 'reversed'
}

/** The card numbers of this acquirer's test environment. */
export const testPans = {
  approved: '4111111111111111',
  declined: '4000000000000002',
  challenged: '4635440000002223',
  identified: '4000000000003220',
}

/** `next`: where the next page begins; null if there is none. */
export type Page = Readonly<{
  bookings: readonly (readonly [string, Charge | Refund])[]
  next: number | null
}>

export const pageSize = 20

/** Every method throws if the acquirer cannot be reached. */
export class Ledger {
  readonly #charges = new Map<string, Charge>()
  readonly #refunds = new Map<string, Refund>()
  /** References that were reversed, including those of requests that have not arrived. */
  readonly #tombstones = new Set<string>()
  #isSettled = false
  #isReachable = true
  #ids = 0

  /** A reference has one effect, even if it is sent more than once. */
  charge(reference: string, pan: string, money: Money): Charge {
    const existing = this.findCharge(reference)
    if (existing !== undefined) return existing
    const state = this.#stateFor(reference, pan)
    const charge: Charge = { id: this.#newId('ch'), atMs: Date.now(), last4: pan.slice(-4), state, ...money }
    this.#charges.set(reference, charge)
    return charge
  }

  findCharge(reference: string): Charge | undefined {
    this.#reach()
    return this.#charges.get(reference)
  }

  findRefund(reference: string): Refund | undefined {
    this.#reach()
    return this.#refunds.get(reference)
  }

  #stateFor(reference: string, pan: string): Charge['state'] {
    if (this.#tombstones.has(reference)) return 'reversed'
    if (pan === testPans.challenged) return 'challenged'
    if (pan === testPans.identified) return 'identifying'
    return pan === testPans.approved ? 'approved' : 'declined'
  }

  /** The issuer is content with what its 3-D Secure method has found out, or asks the customer. */
  resume(reference: string, isIdentified: boolean): Charge | undefined {
    const charge = this.findCharge(reference)
    if (charge?.state === 'identifying') charge.state = isIdentified ? 'approved' : 'challenged'
    return charge
  }

  passChallenge(reference: string): void {
    const charge = this.findCharge(reference)
    if (charge?.state === 'challenged') charge.state = 'approved'
  }

  refund(reference: string, originalReference: string, money: Money): Refund {
    const existing = this.findRefund(reference)
    if (existing !== undefined) return existing
    const isPossible =
      !this.#tombstones.has(reference) && money.amountMinor <= this.#refundable(originalReference)
    const state = isPossible ? 'pending' : 'failed'
    const refund: Refund = { id: this.#newId('re'), atMs: Date.now(), originalReference, state, ...money }
    this.#refunds.set(reference, refund)
    return refund
  }

  #refundable(reference: string): number {
    const charge = this.findCharge(reference)
    if (charge?.state !== 'approved') return 0
    const paidBack = [...this.#refunds.values()]
      .filter(({ originalReference }) => originalReference === reference)
      .filter(({ state }) => state === 'pending' || state === 'succeeded')
    return paidBack.reduce((rest, { amountMinor }) => rest - amountMinor, charge.amountMinor)
  }

  /** False if the money has been settled. */
  reverse(reference: string): boolean {
    const charge = this.findCharge(reference)
    if (charge?.state === 'approved' && this.#isSettled) return false
    this.#tombstones.add(reference)
    if (charge !== undefined && charge.state !== 'declined') charge.state = 'reversed'
    return true
  }

  /** False if it has been paid out. */
  reverseRefund(reference: string): boolean {
    const refund = this.findRefund(reference)
    if (refund?.state === 'succeeded') return false
    this.#tombstones.add(reference)
    if (refund?.state === 'pending') refund.state = 'reversed'
    return true
  }

  /** What was booked in this time, page by page. */
  page(fromMs: number, toMs: number, start: number): Page {
    this.#reach()
    const all = [...this.#charges, ...this.#refunds].filter(([, { atMs }]) => atMs >= fromMs && atMs < toMs)
    const end = start + pageSize
    return { bookings: all.slice(start, end), next: end < all.length ? end : null }
  }

  /** From now on, approved charges cannot be reversed. */
  settle(): void {
    this.#isSettled = true
  }

  payRefundsOut(): void {
    for (const refund of this.#refunds.values()) if (refund.state === 'pending') refund.state = 'succeeded'
  }

  /** From now on, nobody can reach it. */
  disconnect(): void {
    this.#isReachable = false
  }

  #reach(): void {
    if (!this.#isReachable) throw new Error('the acquirer cannot be reached')
  }

  #newId(prefix: string): string {
    this.#ids++
    return `${prefix}_${this.#ids}`
  }
}
