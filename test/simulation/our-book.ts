/**
 * Our side's book under watch: the shared storage, checked at the moment of each commit against what must always hold
 * and against the acquirer's book, and counted.
 */
import { isAttemptSettled } from '../../src/core/attempt.ts'
import type { AnyEvent, PaymentEvent } from '../../src/core/events.ts'
import { type Payment, wakeAtMs } from '../../src/core/payment.ts'
import { reservedMinor } from '../../src/core/refund.ts'
import type { Change, Creation, PaymentQuery, Storage } from '../../src/ports.ts'
import type { AcquirerBook, Progress } from './acquirer-book.ts'
import type { World } from './world.ts'

export type Copy = readonly Readonly<{ payment: Payment; events: readonly AnyEvent[] }>[]

export class OurBook {
  /** As last committed. */
  readonly payments = new Map<string, Payment>()
  readonly #wakes = new Map<string, number>()
  readonly #claimedVersions = new Map<string, number>()
  readonly #world: World
  readonly #book: AcquirerBook
  #inner: Storage

  constructor(world: World, book: AcquirerBook, inner: Storage) {
    this.#world = world
    this.#book = book
    this.#inner = inner
    book.onReversal = (reference) => this.#checkReversal(reference)
    book.progressOf = (reference) => this.#progressOf(reference)
    book.intendedAtMs = (reference) => this.#intendedAtMs(reference)
  }

  async open(merchantId: string): Promise<void> {
    const nobody = { legalName: null, city: null, country: null, supportEmail: null, supportUrl: null }
    const merchant = {
      id: merchantId,
      name: 'Simulated shop',
      termsUrl: null,
      privacyUrl: null,
      attemptsMax: null,
      resultPage: null,
      createdAtMs: 0,
    }
    await this.#inner.addMerchant({ ...nobody, ...merchant })
  }

  /** The storage that everybody shares. */
  get storage(): Storage {
    return Object.assign(Object.create(this.#inner) as Storage, {
      create: async (creation: Creation) => {
        const result = await this.#inner.create(creation)
        if (result === 'saved') this.#created(creation)
        return result
      },
      save: async (change: Change) => {
        const result = await this.#inner.save(change)
        if (result === 'saved') this.#saved(change)
        if (result === 'lost_race') this.#world.count('race_lost')
        return result
      },
      claimDue: async (claim: Parameters<Storage['claimDue']>[0]) => {
        const claimed = await this.#inner.claimDue(claim)
        for (const payment of claimed) this.#claimed(payment, claim.nowMs + claim.leaseMs)
        return claimed
      },
      findPayment: (id: string) => this.#inner.findPayment(id),
      findIdempotencyRecord: (keyId: string, key: string) => this.#inner.findIdempotencyRecord(keyId, key),
      listEvents: (id: string) => this.#inner.listEvents(id),
      listMerchants: () => this.#inner.listMerchants(),
      listPayments: (query: PaymentQuery) => this.#inner.listPayments(query),
      purgeIdempotencyRecords: (beforeMs: number, limit: number) =>
        this.#inner.purgeIdempotencyRecords(beforeMs, limit),
    })
  }

  /** A copy of the payments and their events, as a backup holds them. */
  async copy(): Promise<Copy> {
    const payments = [...this.payments.values()]
    return Promise.all(payments.map(async ({ id }) => this.#copyOf(id)))
  }

  async #copyOf(id: string) {
    const payment = await this.#inner.findPayment(id)
    if (payment === null) throw new Error('a committed payment is missing')
    return { payment, events: await this.#inner.listEvents(id) }
  }

  /** The older copy takes the place of everything. */
  async restore(copy: Copy, empty: Storage): Promise<void> {
    for (const merchant of await this.#inner.listMerchants()) await empty.addMerchant(merchant)
    this.#inner = empty
    this.payments.clear()
    this.#wakes.clear()
    this.#claimedVersions.clear()
    for (const { payment, events } of copy) {
      const [event, ...rest] = events
      if (event?.type !== 'payment_created') throw new Error('the copy of a payment has no beginning')
      await empty.create({ event, events: rest as PaymentEvent[], payment, idempotency: null })
      this.#keep(payment, wakeAtMs(payment))
    }
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

  #created({ payment, events }: Creation): void {
    this.#world.must(!this.payments.has(payment.id), 'an id is used twice')
    this.#keep(payment, wakeAtMs(payment))
    this.#world.kernel.note(`  saved ${payment.id.slice(4, 8)}: created ${describe(events)}`)
  }

  #claimed(payment: Payment, untilMs: number): void {
    const known = this.payments.get(payment.id)
    this.#world.must(
      known !== undefined && payment.epoch === known.epoch + 1,
      'a claim raises the epoch by one',
    )
    this.#world.must(known?.ending === payment.ending, 'a claim changes nothing else')
    if (this.#claimedVersions.get(payment.id) === known?.version)
      this.#world.count('taken_over_from_silent_worker')
    this.#claimedVersions.set(payment.id, payment.version)
    this.#keep(payment, untilMs)
    this.#world.kernel.note(`  claimed ${payment.id.slice(4, 8)}: epoch ${payment.epoch}`)
  }

  #saved({ before, after, events }: Change): void {
    const world = this.#world
    const known = this.payments.get(before.id)
    world.kernel.note(`  saved ${before.id.slice(4, 8)}: v${after.version} ${describe(events)}`)
    world.must(known?.version === before.version, 'a save wins only over the version it was decided on')
    world.must(
      after.version === before.version + 1 && after.epoch === before.epoch,
      'a save raises the version by one',
    )
    world.must(known?.ending == null || sameEnding(known, after), 'an ending never changes')
    world.must(events.length > 0, 'every change has its event')
    world.must(after.amountMinor === known?.amountMinor, 'what was asked never changes')
    world.must(reservedMinor(after.refunds) <= after.amountMinor, 'refunds stay within the amount')
    for (const attempt of known?.attempts ?? []) {
      const next = after.attempts.find((one) => one.number === attempt.number)
      world.must(attempt.decision === null || next?.decision !== null, 'a decision is never unset')
    }
    if (known?.ending == null && after.ending?.kind === 'succeeded') this.#checkSuccess(after)
    this.#keep(after, wakeAtMs(after))
    for (const event of events) this.#count(before, event)
    world.kernel.mix(events.length)
  }

  #checkSuccess(payment: Payment): void {
    const approved = payment.attempts.find((attempt) => attempt.state === 'approved')
    const live = this.#book.live(paymentKey(payment))
    const [one] = live
    const isEqual =
      one !== undefined && one.reference === approved?.reference && one.amountMinor === payment.amountMinor
    const isOnly = live.every((other) => other === one || this.#book.late.has(other.reference))
    this.#world.must(
      (isEqual && isOnly) || live.some((other) => this.#book.late.has(other.reference)),
      `${payment.id} succeeds, but the acquirer holds ${live.length} live approvals`,
    )
  }

  #checkReversal(reference: string): void {
    for (const payment of this.payments.values()) {
      const isIts = payment.attempts.some((one) => one.reference === reference && one.state === 'approved')
      this.#world.must(!isIts, `the approval of ${payment.id}, which succeeded, is reversed`)
    }
  }

  #progressOf(reference: string): Progress {
    const attempts = [...this.payments.values()].flatMap((payment) => payment.attempts)
    const attempt = attempts.find((one) => one.reference === reference)
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

  #count(before: Payment, event: PaymentEvent): void {
    const world = this.#world
    const attempt = 'number' in event ? before.attempts.find((one) => one.number === event.number) : undefined
    const refund = 'refundId' in event ? before.refunds.find((one) => one.id === event.refundId) : undefined
    switch (event.type) {
      case 'payment_succeeded':
      case 'payment_failed':
      case 'payment_expired':
      case 'payment_canceled':
      case 'refund_succeeded':
      case 'refund_failed':
        world.count(event.type)
        if (refund?.state === 'unknown') world.count('refund_unknown_then_found')
        if (refund?.state === 'reversing') world.count('refund_reversed')
        return
      case 'attempt_started':
        if (event.number > 1) world.count('second_card_tried')
        return
      case 'attempt_approved':
        if (attempt?.state === 'unknown') world.count('found_by_inquiry')
        if (attempt?.state === 'challenged') world.count('challenge_approved')
        return
      case 'answer_missed':
      case 'refund_answer_missed':
        if (event.cause.startsWith('the sender')) world.count('sender_missed')
        return
      case 'attempt_set_aside':
        world.count('attempt_set_aside')
        return
      case 'reversal_decided':
        world.count(countOf(event.settles, event.declineCode))
        return
      case 'late_answer_recorded':
        if (event.answer !== 'unknown') world.count('late_answer_recorded')
        return
      case 'reversal_unacknowledged':
      case 'reversal_repeated':
      case 'refund_reversal_unacknowledged':
        world.count('reversal_repeated')
    }
  }
}

function countOf(settles: boolean, declineCode: string) {
  if (declineCode === 'authentication_failed') return 'challenge_never_finished' as const
  if (declineCode === 'canceled_by_customer') return 'left_during_challenge' as const
  return settles ? ('reversed_when_not_found' as const) : ('gave_up_and_failed' as const)
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
