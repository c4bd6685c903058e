/**
 * The simulated acquirer as one process sees it: every request of the port is a message that may be lost or late, and
 * the book behind it is what really happened. What a card does is written in its holder's name.
 */
import type {
  AuthorizeAnswer,
  InquiryAnswer,
  RefundAnswer,
  RefundInquiryAnswer,
} from '../../src/core/answers.ts'
import { productionRules } from '../../src/core/rules.ts'
import type { Acquirer, AuthorizeRequest, Clock, RefundRequest } from '../../src/ports.ts'
import { type AcquirerBook, type Authorization, type BookedRefund, paymentKeyOf } from './acquirer-book.ts'
import type { Life } from './life.ts'
import { type Line, type Message, send } from './message.ts'
import { readHolderName } from './ways.ts'
import type { World } from './world.ts'

/** The acquirer could not be asked for its book. */
export class NoStatement extends Error {
  override name = 'NoStatement'
}

/** What became known about the acquirer's answers: which payments may need a person, and what was once not found. */
export type Rumors = Readonly<{ misreported: Set<string>; notFound: Set<string> }>

export class SimAcquirer {
  readonly book: AcquirerBook
  readonly rumors: Rumors = { misreported: new Set(), notFound: new Set() }
  readonly #world: World
  readonly #line: Line

  constructor(world: World, book: AcquirerBook, line: Line) {
    this.#world = world
    this.book = book
    this.#line = line
  }

  /** The port, for one life of a process. */
  portFor(life: Life, clock: Clock): Acquirer {
    const world = this.#world
    const { faults } = world
    const common = { world, line: this.#line, life }
    const ask = async <Answer>(message: Omit<Message<Answer>, keyof typeof common>) => {
      const answer = await send({ ...common, ...message })
      return 'kind' in (answer as object) && (answer as { kind: string }).kind === 'not_sent'
        ? ({ kind: 'unknown', cause: 'not sent' } as const)
        : (answer as Exclude<typeof answer, { kind: 'not_sent' }>)
    }
    return {
      name: 'simulated',
      capabilities: {
        inquiryByReference: true,
        reversalByReference: true,
        reversalIsTombstone: faults.isTombstone,
        quietMs: 60_000,
      },
      authorize: (request, signal) => {
        this.#checkIntent(request.reference, clock)
        this.#checkForm(request)
        return send<AuthorizeAnswer>({
          ...common,
          name: `authorize ${shorten(request.reference)}`,
          signal,
          perform: () => this.#authorize(request),
          distort: (answer) => this.#distort(request.reference, answer),
          onReplyLost: (answer) => this.#countLostReply(answer),
          onHeard: () => {
            if (this.book.progressOf(request.reference) === 'decided') world.count('answer_after_decision')
          },
        })
      },
      inquire: (reference, signal) =>
        ask<InquiryAnswer>({
          name: `inquire ${shorten(reference)}`,
          signal,
          perform: () => this.#inquire(reference),
          onHeard: () => {
            if (this.book.progressOf(reference) !== 'open') world.count('stale_inquiry_answer')
          },
          distort: (answer) => this.#distort(reference, answer),
        }),
      reverse: (reference, signal) =>
        ask<{ kind: 'reversed' }>({
          name: `reverse ${shorten(reference)}`,
          signal,
          perform: () => this.#reverse(reference),
          onReplyLost: () => world.count('reversal_lost'),
          lossOfRequest: Math.max(faults.requestLost, faults.reversalLost),
        }),
      refund: (request, signal) => {
        this.#checkIntent(request.reference, clock)
        return send<RefundAnswer>({
          ...common,
          name: `refund ${shorten(request.reference)}`,
          signal,
          perform: () => this.#refund(request),
        })
      },
      inquireRefund: (reference, signal) =>
        ask<RefundInquiryAnswer>({
          name: `inquire refund ${shorten(reference)}`,
          signal,
          perform: () => this.#inquireRefund(reference),
        }),
      statement: async () => {
        const { signal } = new AbortController()
        const perform = () => ({ kind: 'statement', lines: this.book.statement() }) as const
        const answer = await ask({ name: 'statement', signal, perform })
        if (answer.kind !== 'statement') throw new NoStatement()
        return answer.lines
      },
    }
  }

  /** Asked for money: the intent is on disk, and its sender has not slept so long that another one has it. */
  #checkIntent(reference: string, clock: Clock): void {
    const world = this.#world
    const intendedAtMs = this.book.intendedAtMs(reference)
    // Reconciliation pays back what no payment of ours has: there is nothing to save it in, and it can be repeated.
    if (intendedAtMs === null && world.restorations > 0) return
    world.must(intendedAtMs !== null, `${shorten(reference)} is sent, and nothing was saved about it`)
    const ageMs = clock.nowMs() - (intendedAtMs ?? 0)
    world.must(ageMs < productionRules.leaseMs, `${shorten(reference)} is sent after its lease`)
  }

  /** A card goes out for the attempt that its form was shown for, and for no other one. */
  #checkForm({ reference, card }: AuthorizeRequest): void {
    const { formNumber } = readHolderName(card.reveal().holderName)
    const isIts = this.book.attemptNumberOf(reference) === formNumber
    this.#world.must(isIts, `a form of attempt ${formNumber} has sent ${shorten(reference)}`)
  }

  /** At the bank: the customer passes the challenge, or does not. */
  finishChallenge(reference: string, isPassed: boolean): void {
    const authorization = this.book.find(reference)
    if (authorization?.state === 'reversed') this.#world.count('challenge_passed_too_late')
    if (authorization?.state !== 'challenged') return
    this.#world.kernel.note(`the bank: ${shorten(reference)} ${isPassed ? 'passed' : 'not passed'}`)
    if (isPassed) this.#approve(authorization)
    else authorization.state = 'declined'
  }

  #approve(authorization: Authorization): void {
    this.book.approve(authorization)
    if (!this.#world.hits(this.#world.faults.silenceAfterApproval)) return
    this.#world.count('approved_then_long_outage')
    this.#line.fallSilent()
  }

  #authorize(request: AuthorizeRequest): AuthorizeAnswer {
    const { reference } = request
    const known = this.book.find(reference)
    if (!this.book.mayEnter(reference)) {
      this.#world.count('late_authorization_hit_tombstone')
      return { kind: 'declined', declineCode: 'generic_decline', country: null }
    }
    if (known !== undefined && this.#world.faults.isIdempotent) return this.#answerFor(known)
    const entry = this.#enter(request)
    const { plan } = readHolderName(request.card.reveal().holderName)
    if (plan === 'approve') this.#approve(entry)
    if (plan === 'challenge') entry.state = 'challenged'
    return this.#answerFor(entry)
  }

  #enter(request: AuthorizeRequest): Authorization {
    const { faults } = this.#world
    const isWrong = this.#world.hits(faults.amountWrong)
    if (isWrong) {
      this.rumors.misreported.add(request.reference)
      this.#world.count('amount_differed')
    }
    const authorization: Authorization = {
      reference: request.reference,
      paymentKey: paymentKeyOf(request.reference),
      request,
      state: 'declined',
      amountMinor: request.amountMinor + (isWrong ? 1 : 0),
      visibleFromMs: this.#visibleFromMs(),
    }
    this.book.authorizations.push(authorization)
    return authorization
  }

  #visibleFromMs(): number {
    const { kernel, faults, random, isHostile } = this.#world
    return kernel.nowMs + (isHostile ? random.between(0, faults.inquiryLagMaxMs) : 0)
  }

  #answerFor(one: Authorization): Exclude<AuthorizeAnswer, { kind: 'not_sent' | 'unknown' }> {
    const country = 'FR'
    switch (one.state) {
      case 'approved': {
        const acquirerTransactionId = `t${shorten(one.reference)}`
        const { currency } = one.request
        const { reference, amountMinor } = one
        return { kind: 'approved', acquirerTransactionId, reference, amountMinor, currency, country }
      }
      case 'challenged':
        return { kind: 'challenge', url: `https://bank.example/${one.reference}`, country }
      default:
        return { kind: 'declined', declineCode: 'do_not_honor', country }
    }
  }

  #distort<Answer extends AuthorizeAnswer | InquiryAnswer>(reference: string, answer: Answer): Answer {
    const isDistorted = answer.kind === 'approved' && this.#world.hits(this.#world.faults.amountMisreported)
    if (answer.kind !== 'approved' || !isDistorted) return answer
    this.rumors.misreported.add(reference)
    this.#world.count('amount_differed')
    return { ...answer, amountMinor: answer.amountMinor + 1 }
  }

  #countLostReply(answer: AuthorizeAnswer): void {
    if (answer.kind === 'approved') this.#world.count('approved_and_reply_lost')
  }

  #inquire(reference: string): InquiryAnswer {
    const world = this.#world
    const one = this.book.find(reference)
    if (one?.state === 'reversed') return { kind: 'reversed' }
    if (one === undefined && this.book.reversed.has(reference)) return { kind: 'reversed' }
    if (one === undefined || one.visibleFromMs > world.kernel.nowMs) {
      if (one !== undefined) world.count('inquiry_lagged')
      this.rumors.notFound.add(reference)
      return { kind: 'not_found' }
    }
    if (one.state === 'challenged' && world.random.chance(0.5)) return { kind: 'pending' }
    if (one.state === 'approved' && this.rumors.notFound.delete(reference))
      world.count('not_found_then_approved')
    return this.#answerFor(one)
  }

  #reverse(reference: string): { kind: 'reversed' } {
    this.book.reverse(reference)
    return { kind: 'reversed' }
  }

  #refund(request: RefundRequest): RefundAnswer {
    const { random, kernel } = this.#world
    const { reference } = request
    if (!this.book.mayEnter(reference)) {
      this.#world.count('late_refund_hit_tombstone')
      return { kind: 'failed', declineCode: 'processing_error' }
    }
    const refund: BookedRefund = {
      reference,
      paymentKey: paymentKeyOf(request.originalReference),
      request,
      state: random.pick(['succeeded', 'succeeded', 'pending', 'failed']),
      visibleFromMs: this.#visibleFromMs(),
    }
    this.book.enterRefund(refund)
    if (refund.state === 'pending') {
      kernel.at(random.between(1_000, 600_000), `the acquirer settles refund ${shorten(reference)}`, () => {
        if (refund.state === 'pending') refund.state = random.pick(['succeeded', 'succeeded', 'failed'])
      })
    }
    return answerForRefund(refund)
  }

  #inquireRefund(reference: string): RefundInquiryAnswer {
    const one = this.book.findRefund(reference)
    if (one?.state === 'reversed') return { kind: 'reversed' }
    if (one === undefined && this.book.reversed.has(reference)) return { kind: 'reversed' }
    if (one === undefined || one.visibleFromMs > this.#world.kernel.nowMs) return { kind: 'not_found' }
    return answerForRefund(one)
  }
}

function answerForRefund(one: BookedRefund): Exclude<RefundAnswer, { kind: 'not_sent' | 'unknown' }> {
  if (one.state === 'failed' || one.state === 'reversed') {
    return { kind: 'failed', declineCode: 'processing_error' }
  }
  return { kind: one.state, acquirerRefundId: `f${shorten(one.reference)}` }
}

/** Enough of a reference to tell it from others in a trace. */
function shorten(reference: string): string {
  return `${reference.slice(9, 13)}..${reference.slice(-3)}`
}
