/** The acquirer's side: what a real acquirer would keep on its own servers. Replace it with requests to yours. */
import type { Currency } from 'flowlix-acquirer-contract'

export type Money = Readonly<{ amountMinor: number; currency: Currency }>

export type Charge = Money & {
  readonly id: string
  state: 'identifying' | 'challenged' | 'approved' | 'declined' | 'reversed'
}

export type Refund = Money & {
  readonly id: string
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

export class Ledger {
  readonly charges = new Map<string, Charge>()
  readonly refunds = new Map<string, Refund>()
  /** References that were reversed, including those of requests that have not arrived. */
  readonly #tombstones = new Set<string>()
  #isSettled = false
  #ids = 0

  /** A reference has one effect, even if it is sent more than once. */
  charge(reference: string, pan: string, money: Money): Charge {
    const existing = this.charges.get(reference)
    if (existing !== undefined) return existing
    const charge: Charge = { id: this.#newId('ch'), state: this.#stateFor(reference, pan), ...money }
    this.charges.set(reference, charge)
    return charge
  }

  #stateFor(reference: string, pan: string): Charge['state'] {
    if (this.#tombstones.has(reference)) return 'reversed'
    if (pan === testPans.challenged) return 'challenged'
    if (pan === testPans.identified) return 'identifying'
    return pan === testPans.approved ? 'approved' : 'declined'
  }

  /** The issuer is content with what its 3-D Secure method has found out, or asks the customer. */
  resume(reference: string, isIdentified: boolean): Charge | undefined {
    const charge = this.charges.get(reference)
    if (charge?.state === 'identifying') charge.state = isIdentified ? 'approved' : 'challenged'
    return charge
  }

  passChallenge(reference: string): void {
    const charge = this.charges.get(reference)
    if (charge?.state === 'challenged') charge.state = 'approved'
  }

  refund(reference: string, originalReference: string, money: Money): Refund {
    const existing = this.refunds.get(reference)
    if (existing !== undefined) return existing
    const isPossible =
      !this.#tombstones.has(reference) && money.amountMinor <= this.#refundable(originalReference)
    const state = isPossible ? 'pending' : 'failed'
    const refund: Refund = { id: this.#newId('re'), originalReference, state, ...money }
    this.refunds.set(reference, refund)
    return refund
  }

  #refundable(reference: string): number {
    const charge = this.charges.get(reference)
    if (charge?.state !== 'approved') return 0
    const paidBack = [...this.refunds.values()]
      .filter(({ originalReference }) => originalReference === reference)
      .filter(({ state }) => state === 'pending' || state === 'succeeded')
    return paidBack.reduce((rest, { amountMinor }) => rest - amountMinor, charge.amountMinor)
  }

  /** False if the money has been settled. */
  reverse(reference: string): boolean {
    const charge = this.charges.get(reference)
    if (charge?.state === 'approved' && this.#isSettled) return false
    this.#tombstones.add(reference)
    if (charge !== undefined && charge.state !== 'declined') charge.state = 'reversed'
    return true
  }

  /** False if it has been paid out. */
  reverseRefund(reference: string): boolean {
    const refund = this.refunds.get(reference)
    if (refund?.state === 'succeeded') return false
    this.#tombstones.add(reference)
    if (refund?.state === 'pending') refund.state = 'reversed'
    return true
  }

  /** From now on, approved charges cannot be reversed. */
  settle(): void {
    this.#isSettled = true
  }

  payRefundsOut(): void {
    for (const refund of this.refunds.values()) if (refund.state === 'pending') refund.state = 'succeeded'
  }

  #newId(prefix: string): string {
    this.#ids++
    return `${prefix}_${this.#ids}`
  }
}
