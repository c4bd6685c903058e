/**
 * The simulated acquirer's book: what it has really approved, reversed and paid back, by our references. It checks at
 * the moment of each entry that no payment holds two approvals: the end would not show it.
 */
import type { Attempt } from '../../src/core/attempt/attempt.ts'
import { isCorrectionOf } from '../../src/core/attempt/reference.ts'
import type { StatementLine } from '../../src/core/reconciliation/statement.ts'
import type { Refund } from '../../src/core/refund/refund.ts'
import type { AuthorizeRequest, RefundTerms } from '../../src/ports/acquirer.ts'
import { shorten } from './shorten.ts'
import { epochMs, type World } from './world.ts'

export type Authorization = {
  readonly reference: string
  /** The acquirer's own, which no other authorization has. */
  readonly id: string
  readonly paymentKey: string
  readonly request: AuthorizeRequest
  /** identifying: the issuer's 3-D Secure method runs in the customer's browser. */
  /** passed: the issuer is content, and the money moves when the gateway comes back with what the customer brought. */
  state: 'identifying' | 'challenged' | 'passed' | 'approved' | 'declined' | 'reversed'
  /** What was booked, which need not be what was asked. */
  readonly amountMinor: number
  /** Inquiries do not see it before. */
  readonly visibleFromMs: number
  /** From then on it cannot be reversed, only refunded. */
  settledFromMs: number
}

const hourMs = 3_600_000

/** Our side: waiting for an answer, decided to reverse, or settled without such a decision. */
export type Progress = 'open' | 'decided' | 'settled'

export type BookedRefund = {
  readonly reference: string
  readonly id: string
  readonly paymentKey: string
  readonly request: RefundTerms
  state: 'pending' | 'succeeded' | 'failed' | 'reversed'
  readonly visibleFromMs: number
  /** When it arrived for the first time. */
  readonly arrivedAtMs: number
}

/** The part of an attempt's reference that all attempts of a payment share. */
export function paymentKeyOf(reference: string): string {
  return reference.slice(9, 41)
}

/** The acquirer's own name for an announced charge, in which nobody could see a card number. */
export function handleOf(reference: string): string {
  return `h-${reference.replace(/[0-9]/g, (digit) => 'ghijklmnop'.charAt(Number(digit)))}`
}

/** `kind`: `t` for an authorization, `f` for a refund. `known`: what was entered before. */
export function idOf(
  kind: 't' | 'f',
  reference: string,
  known: readonly Readonly<{ reference: string }>[],
): string {
  const before = known.filter((one) => one.reference === reference).length
  return `${kind}${shorten(reference)}.${before + 1}`
}

export class AcquirerBook {
  readonly authorizations: Authorization[] = []
  readonly refunds: BookedRefund[] = []
  /** References whose reversal was acknowledged. */
  readonly reversed = new Set<string>()
  /** Approvals that were told as declines. */
  readonly lied = new Set<string>()
  readonly #world: World
  /** Told before an approval is reversed or paid back. */
  onReversal: (reference: string) => void = () => {}
  /** Whether our side still needs an answer about it. */
  progressOf: (reference: string) => Progress = () => 'open'
  /** Which attempt of its payment it is, by our side's book. */
  attemptNumberOf: (reference: string) => number | null = () => null
  /** When our side saved its intent, by the clock of the process that did; null if it never did. */
  intendedAtMs: (reference: string) => number | null = () => null
  /** What our side has saved about an attempt; null if nothing. */
  attemptOf: (reference: string) => Attempt | null = () => null
  /** The refund that our side has saved; null if there is none. */
  refundOf: (reference: string) => Refund | null = () => null
  /** The same about going on after the 3-D Secure method. */
  resumedAtMs: (reference: string) => number | null = () => null

  constructor(world: World) {
    this.#world = world
  }

  find(reference: string): Authorization | undefined {
    const found = this.authorizations.filter((one) => one.reference === reference)
    return found.find((one) => one.state === 'approved') ?? found.at(-1)
  }

  findRefund(reference: string): BookedRefund | undefined {
    return this.refunds.find((one) => one.reference === reference)
  }

  /** The same while it is known again; after that another request under the reference is another refund. */
  findRepeated(reference: string): BookedRefund | undefined {
    const one = this.findRefund(reference)
    const { refundIsRepeatableForMs: forMs, longOutage } = this.#world.faults
    if (one === undefined || forMs === null) return one
    const spareMs = (longOutage === null ? 4 : 48) * hourMs
    return this.#world.kernel.nowMs - one.arrivedAtMs < forMs + spareMs ? one : undefined
  }

  /** The approvals that hold money. */
  approvalsOf(paymentKey: string): readonly Authorization[] {
    return this.authorizations.filter((one) => one.paymentKey === paymentKey && one.state === 'approved')
  }

  approve(authorization: Authorization): void {
    const { reference, paymentKey } = authorization
    if (this.reversed.has(reference)) this.#world.count('late_authorization_took_money')
    authorization.state = 'approved'
    const held = this.approvalsOf(paymentKey).filter(
      (one) => !this.lied.has(one.reference) && !this.isForgotten(one),
    )
    this.#world.must(held.length <= 1, `two approvals at once for ${paymentKey}`)
  }

  /**
   * Our side has lost its record of it. A customer whose page is open again in the restored copy can pay a second time;
   * reconciliation takes the first payment back.
   */
  isForgotten({ reference }: Pick<Authorization, 'reference'>): boolean {
    if (this.#world.restorations === 0) return false
    const attempt = this.attemptOf(reference)
    // In the copy, an attempt without its handle is one whose card was not sent.
    return attempt === null || (attempt.mustPrepare && attempt.handle === null)
  }

  /** False where a tombstone stops it. */
  mayEnter(reference: string): boolean {
    return !(this.#world.faults.isTombstone && this.reversed.has(reference))
  }

  /** What is settled or paid out stays as it is. */
  reverse(reference: string): 'reversed' | 'too_late' {
    const refund = this.findRefund(reference)
    if (refund?.state === 'succeeded') return 'too_late'
    const entered = this.authorizations.filter((one) => one.reference === reference)
    const approved = entered.filter((one) => one.state === 'approved')
    if (approved.some((one) => this.#isSettled(one))) return 'too_late'
    if (approved.length > 0) {
      this.#world.count('approval_reversed')
      this.onReversal(reference)
    }
    for (const one of entered) if (one.state !== 'declined') one.state = 'reversed'
    if (refund?.state === 'pending') refund.state = 'reversed'
    this.reversed.add(reference)
    return 'reversed'
  }

  #isSettled({ reference, settledFromMs }: Authorization): boolean {
    return settledFromMs <= this.#world.kernel.nowMs || this.refundedOf(reference) > 0
  }

  /** Of one account. */
  statement(account: string | null): readonly StatementLine[] {
    const atMs = epochMs + this.#world.kernel.nowMs
    const authorizations = this.authorizations.filter(({ request }) => request.account === account)
    const refunds = this.refunds.filter(({ request }) => request.original.account === account)
    return [
      ...authorizations.map(({ reference, id, state, amountMinor, request: { currency } }) => {
        const kind = 'authorization' as const
        const line = { reference, kind, amountMinor, currency, last4: '4242', originalReference: null, atMs }
        const handle = this.#world.faults.prepares ? handleOf(reference) : null
        return {
          ...line,
          handle,
          acquirerTransactionId: id,
          state: state === 'identifying' || state === 'passed' ? 'challenged' : state,
        }
      }),
      ...refunds.map(({ reference, id, state, request: { amountMinor, currency, original } }) => {
        const kind = 'refund' as const
        const line = { reference, handle: null, kind, state, amountMinor, currency, last4: null, atMs }
        return { ...line, acquirerTransactionId: id, originalReference: original.reference }
      }),
    ]
  }

  /** Everything that was or may be paid back. */
  refundedMinor(paymentKey: string): number {
    return sumOf(this.refunds.filter((one) => one.paymentKey === paymentKey))
  }

  /** Without what takes back a payment that failed, and without refunds of one that our side has lost. */
  refundedToCustomerMinor(paymentKey: string): number {
    const isRefund = ({ request }: BookedRefund) =>
      !isCorrectionOf(request.reference, request.original.reference) && !this.isForgotten(request.original)
    return sumOf(this.refunds.filter((one) => one.paymentKey === paymentKey && isRefund(one)))
  }

  refundedOf(reference: string): number {
    return sumOf(this.refunds.filter((one) => one.request.original.reference === reference))
  }

  enterRefund(refund: BookedRefund): void {
    this.refunds.push(refund)
    const original = this.find(refund.request.original.reference)
    this.#world.must(original?.state === 'approved', `money not taken is refunded: ${refund.reference}`)
    const sum = this.refundedOf(refund.request.original.reference)
    this.#world.must(sum <= (original?.amountMinor ?? 0), `refunds exceed the amount of ${refund.paymentKey}`)
  }
}

function sumOf(refunds: readonly BookedRefund[]): number {
  const counting = refunds.filter((one) => one.state === 'pending' || one.state === 'succeeded')
  return counting.reduce((sum, one) => sum + one.request.amountMinor, 0)
}
