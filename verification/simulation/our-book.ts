/**
 * Our side's book under watch: the shared storage, checked at the moment of each commit against what must always hold
 * and against the acquirer's book, and counted.
 */
import { type Attempt, isAttemptSettled } from '../../src/core/attempt/attempt.ts'
import type { PaymentEvent } from '../../src/core/payment/events.ts'
import { type Payment, shownAttemptNumber, wakeAtMs } from '../../src/core/payment/payment.ts'
import { productionRules } from '../../src/core/payment/rules.ts'
import { type Refund, reservedMinor } from '../../src/core/refund/refund.ts'
import type { Change, Creation, Storage } from '../../src/ports/storage.ts'
import type { AcquirerBook, Authorization, Progress } from './acquirer-book.ts'
import { countEvent } from './count-event.ts'
import { EarlyEnds } from './early-ends.ts'
import type { Life } from './life.ts'
import { allPayments } from './truth.ts'
import type { World } from './world.ts'

/** The last one of a payment, and by how much its process's clock was wrong. */
type Claim = Readonly<{ version: number; atMs: number; errorMs: number }>

/** `nowMs` is what the process named, `atMs` in the world's time. */
export type ClaimTimes = Readonly<{ nowMs: number; atMs: number; errorMs: number; leaseMs: number }>

/** A session begins when it is asked for, and slow reads may come between that and its being saved. */
const beforeSaveMs = 60_000

export class OurBook {
  /** As last committed. */
  readonly payments = new Map<string, Payment>()
  readonly #wakes = new Map<string, number>()
  readonly #claims = new Map<string, Claim>()
  /** When the attempt was continued after the 3-D Secure method, by its reference. */
  readonly #resumed = new Map<string, number>()
  readonly #waits: EarlyEnds
  /** The sender of an attempt has saved that it was declined. */
  onDecline: (by: Life, reference: string) => void = () => {}
  readonly #world: World
  readonly #book: AcquirerBook

  constructor(world: World, book: AcquirerBook) {
    this.#world = world
    this.#book = book
    this.#waits = new EarlyEnds(world)
    book.onReversal = (reference) => this.#checkReversal(reference)
    book.progressOf = (reference) => this.#progressOf(reference)
    book.attemptNumberOf = (reference) => this.#attemptOf(reference)?.number ?? null
    book.attemptOf = (reference) => this.#attemptOf(reference) ?? null
    book.refundOf = (reference) => this.#refundOf(reference) ?? null
    book.intendedAtMs = (reference) => this.#intendedAtMs(reference)
    book.resumedAtMs = (reference) => this.#resumed.get(reference) ?? null
  }

  /** The book was replaced by another one. */
  async reload(truth: Storage): Promise<void> {
    this.payments.clear()
    this.#wakes.clear()
    this.#claims.clear()
    this.#resumed.clear()
    for (const payment of await allPayments(truth)) this.#keep(payment, wakeAtMs(payment))
  }

  /** The earliest time at which a payment is to be looked at; null when there is nothing left to do. */
  nextWakeMs(): number | null {
    return this.#wakes.size === 0 ? null : Math.min(...this.#wakes.values())
  }

  #keep(payment: Payment, wakesAtMs: number | null): void {
    this.payments.set(payment.id, payment)
    if (wakesAtMs === null) this.#wakes.delete(payment.id)
    else this.#wakes.set(payment.id, wakesAtMs)
  }

  created({ payment, events }: Creation, askedAtMs: number): void {
    this.#world.must(!this.payments.has(payment.id), 'an id is used twice')
    this.#begin(payment, askedAtMs)
    this.#keep(payment, wakeAtMs(payment))
    this.#world.kernel.note(`  saved ${payment.id.slice(4, 8)}: created ${describe(events)}`)
  }

  claimed(payment: Payment, { nowMs, atMs, errorMs, leaseMs }: ClaimTimes): void {
    const known = this.payments.get(payment.id)
    this.#world.must(
      known !== undefined && payment.epoch === known.epoch + 1,
      'a claim raises the epoch by one',
    )
    this.#world.must(known === undefined || sameEnding(known, payment), 'a claim changes nothing else')
    const claim = { version: payment.version, atMs, errorMs }
    this.#checkLease(payment.id, known?.version, claim)
    this.#claims.set(payment.id, claim)
    this.#keep(payment, nowMs + leaseMs)
    this.#world.kernel.note(`  claimed ${payment.id.slice(4, 8)}: epoch ${payment.epoch}`)
  }

  /**
   * Whoever has taken a payment over may work on it in peace. Where two clocks differ, or one was set, the lease ends
   * earlier by as much as that and no more.
   */
  #checkLease(paymentId: string, version: number | undefined, { atMs, errorMs }: Claim): void {
    const last = this.#claims.get(paymentId)
    if (last === undefined || last.version !== version) return
    this.#world.count('taken_over_from_silent_worker')
    const leaseMs = productionRules.leaseMs - Math.abs(errorMs - last.errorMs)
    this.#world.must(
      atMs - last.atMs >= leaseMs,
      `${paymentId} is taken over from a worker that is still at it`,
    )
  }

  saved(change: Change, by: Life, askedAtMs: number): void {
    const world = this.#world
    const { before, after, events } = change
    const known = this.payments.get(before.id)
    world.kernel.note(`  ${by.name} saved ${before.id.slice(4, 8)}: v${after.version} ${describe(events)}`)
    world.must(known?.version === before.version, 'a save wins only over the version it was decided on')
    world.must(
      after.version === before.version + 1 && after.epoch === before.epoch,
      'a save raises the version by one',
    )
    world.must(known?.ending == null || sameEnding(known, after), 'an ending never changes')
    world.must(events.length > 0, 'every change has its event')
    world.must(after.amountMinor === known?.amountMinor, 'the terms never change')
    world.must(reservedMinor(after.refunds) <= after.amountMinor, 'refunds never exceed the amount')
    for (const attempt of known?.attempts ?? []) {
      const next = after.attempts.find((one) => one.number === attempt.number)
      world.must(attempt.decision === null || next?.decision !== null, 'a decision is final')
    }
    if (known?.ending == null && after.ending?.kind === 'succeeded') this.#checkSuccess(after)
    if (isLeaving(events)) {
      const isWanted = world.hasLeft(before.id, shownAttemptNumber(before))
      world.must(after.ending?.kind === 'failed', `who leaves ${before.id} is not told that it has failed`)
      world.must(isWanted, `${before.id} is given up, and nobody has pressed that on the page of its attempt`)
    }
    this.#begin(after, askedAtMs)
    this.#keep(after, wakeAtMs(after))
    world.deliveries?.published(change)
    for (const event of events) {
      this.#checkWait(before, event, by)
      this.#checkExtension(before, event)
      this.#tellDecline(before, event, by)
      this.#keepResumption(before, event)
      countEvent(world, before, event)
    }
    world.kernel.mix(events.length)
  }

  /** What is new in it: nothing that waits began before somebody asked to save it. */
  #begin({ id, attempts }: Payment, askedAtMs: number): void {
    const known = this.payments.get(id)
    if (known === undefined) this.#waits.begin(id, askedAtMs)
    for (const { reference } of attempts.slice(known?.attempts.length ?? 0)) {
      this.#waits.begin(reference, askedAtMs)
    }
  }

  #tellDecline({ attempts }: Payment, event: PaymentEvent, by: Life): void {
    if (event.type !== 'attempt_declined') return
    const attempt = attempts.find(({ number }) => number === event.number)
    if (attempt?.state === 'sending') this.onDecline(by, attempt.reference)
  }

  #keepResumption({ id, attempts }: Payment, event: PaymentEvent): void {
    if (event.type !== 'attempt_resumed') return
    const reference = attempts.find(({ number }) => number === event.number)?.reference ?? ''
    this.#world.must(!this.#resumed.has(reference), `an attempt of ${id} is continued twice`)
    this.#resumed.set(reference, event.atMs)
  }

  #checkWait(payment: Payment, event: PaymentEvent, by: Life): void {
    const { id, createdAtMs, expiresAtMs, extensions, attempts } = payment
    if (event.type === 'payment_expired') {
      this.#waits.end(id, (extensions + 1) * (expiresAtMs - createdAtMs) - beforeSaveMs, by)
      if (this.#world.faults.clockJumps.length > 0) this.#world.count('expired_by_a_jumping_clock')
    }
    if (event.type === 'attempt_reversal_decided' && isNotKnown(event)) {
      const attempt = attempts.find(({ number }) => number === event.number)
      this.#waits.end(attempt?.reference ?? '', productionRules.quietMs, by)
    }
  }

  #checkExtension({ id }: Payment, event: PaymentEvent): void {
    if (event.type !== 'payment_extended') return
    const isWanted = this.#world.hasWantedTime(id, event.number)
    this.#world.must(isWanted, `extension ${event.number} of ${id} is given, and nobody has asked for it`)
  }

  #checkSuccess(payment: Payment): void {
    const approved = payment.attempts.find((attempt) => attempt.state === 'approved')
    const isTold = (one: Authorization) =>
      one.reference === approved?.reference ||
      !(this.#book.lied.has(one.reference) || this.#book.isForgotten(one))
    const held = this.#book.approvalsOf(paymentKey(payment)).filter(isTold)
    const [one] = held
    const isEqual =
      one !== undefined && one.reference === approved?.reference && one.amountMinor === payment.amountMinor
    this.#world.must(
      isEqual && held.length === 1,
      `${payment.id} succeeds, but the acquirer holds ${held.length} approvals`,
    )
  }

  #checkReversal(reference: string): void {
    for (const payment of this.payments.values()) {
      const isIts = payment.attempts.some((one) => one.reference === reference && one.state === 'approved')
      this.#world.must(!isIts, `the approval of ${payment.id}, which succeeded, is taken back`)
    }
  }

  #attemptOf(reference: string): Attempt | undefined {
    const attempts = [...this.payments.values()].flatMap((payment) => payment.attempts)
    return attempts.find((one) => one.reference === reference)
  }

  #refundOf(reference: string): Refund | undefined {
    const refunds = [...this.payments.values()].flatMap((payment) => payment.refunds)
    return refunds.find((one) => one.reference === reference)
  }

  #progressOf(reference: string): Progress {
    const attempt = this.#attemptOf(reference)
    if (attempt === undefined) return 'open'
    if (attempt.decision !== null) return 'decided'
    return isAttemptSettled(attempt) ? 'settled' : 'open'
  }

  #intendedAtMs(reference: string): number | null {
    for (const { attempts, refunds } of this.payments.values()) {
      const attempt = attempts.find((one) => one.reference === reference)
      const refund = refunds.find((one) => one.reference === reference)
      const atMs = attempt?.startedAtMs ?? refund?.createdAtMs
      if (atMs !== undefined) return atMs
    }
    return null
  }
}

/** By the customer: nothing else ends a payment without an attempt that ended, or calls a challenge back so. */
function isLeaving(events: readonly PaymentEvent[]): boolean {
  const [first] = events
  return (
    first?.type === 'payment_failed' ||
    (first?.type === 'attempt_reversal_decided' && first.declineCode === 'canceled_by_customer')
  )
}

/** The acquirer has not heard of the attempt. */
function isNotKnown(event: Extract<PaymentEvent, { type: 'attempt_reversal_decided' }>): boolean {
  return event.paymentWaits && event.declineCode === 'processing_error'
}

function sameEnding(one: Payment, other: Payment): boolean {
  return one.ending?.kind === other.ending?.kind && one.ending?.atMs === other.ending?.atMs
}

export function paymentKey(payment: Payment): string {
  return payment.id.replace('pay_', '').replaceAll('-', '')
}

function describe(events: readonly PaymentEvent[]): string {
  return events.map((event) => ('cause' in event ? `${event.type} (${event.cause})` : event.type)).join(', ')
}
