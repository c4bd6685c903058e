/**
 * The simulated acquirer's server: what it does with each request the moment that it arrives, and what it says about it.
 * As strict as a real one: what is settled or paid out can no longer be reversed. What a card does is written in its
 * holder's name.
 */
import type {
  AuthorizeAnswer,
  Declined,
  FormFields,
  InquiryAnswer,
  RefundAnswer,
  RefundInquiryAnswer,
  ResumeAnswer,
  ReversalAnswer,
} from '../../src/core/attempt/answers.ts'
import type { AuthorizeRequest, RefundTerms } from '../../src/ports/acquirer.ts'
import {
  type AcquirerBook,
  type Authorization,
  type BookedRefund,
  idOf,
  paymentKeyOf,
} from './acquirer-book.ts'
import type { Line } from './message.ts'
import { shorten } from './shorten.ts'
import type { World } from './world.ts'

/** What was told wrongly about a reference, or was once not found. */
export type Rumors = Readonly<{ wrong: Set<string>; notFound: Set<string> }>

type Entry = Readonly<{ reference: string; visibleFromMs: number }>

export class AcquirerServer {
  readonly book: AcquirerBook
  readonly rumors: Rumors = { wrong: new Set(), notFound: new Set() }
  readonly #world: World
  readonly #line: Line

  constructor(world: World, book: AcquirerBook, line: Line) {
    this.#world = world
    this.book = book
    this.#line = line
  }

  authorize(request: AuthorizeRequest, plan: string): AuthorizeAnswer {
    const { reference } = request
    const known = this.book.find(reference)
    if (!this.book.mayEnter(reference)) {
      this.#world.count('late_authorization_hit_tombstone')
      return { kind: 'declined', declineCode: 'generic_decline', country: null }
    }
    const { isIdempotent, prepares } = this.#world.faults
    if (known !== undefined && (isIdempotent || prepares)) return answerFor(known)
    const entry = this.#enter(request)
    if (plan === 'approve') this.#approve(entry)
    if (plan === 'challenge') entry.state = 'challenged'
    if (plan === 'method') entry.state = 'identifying'
    return this.#mayLie(entry) ?? answerFor(entry)
  }

  /** The method has ended, and the issuer decides. */
  resume(reference: string): ResumeAnswer {
    const authorization = this.book.find(reference)
    if (authorization === undefined) return { kind: 'unknown', cause: 'not known' }
    if (authorization.state !== 'identifying') return resumedAnswerFor(authorization)
    const decision = this.#world.random.pick(['approved', 'approved', 'challenged', 'declined'] as const)
    if (decision === 'approved') this.#approve(authorization)
    else authorization.state = decision
    return this.#mayLie(authorization) ?? resumedAnswerFor(authorization)
  }

  /** At the issuer: the challenge is passed, or is not. */
  finishChallenge(reference: string, isPassed: boolean): void {
    const authorization = this.book.find(reference)
    if (authorization?.state === 'reversed') this.#world.count('challenge_passed_too_late')
    if (authorization?.state !== 'challenged') return
    this.#world.kernel.note(`the issuer: ${shorten(reference)} ${isPassed ? 'passed' : 'not passed'}`)
    if (!isPassed) authorization.state = 'declined'
    else if (this.#world.faults.needsReturn) authorization.state = 'passed'
    else this.#approve(authorization)
  }

  /** The gateway comes back with what the customer brought. */
  goOn(reference: string, returned: FormFields): InquiryAnswer {
    const authorization = this.book.find(reference)
    if (authorization?.state === 'passed' && returned.token === reference) this.#approve(authorization)
    return this.inquire(reference)
  }

  inquire(reference: string): InquiryAnswer {
    const { book, rumors } = this
    const one = book.find(reference)
    if (one?.state === 'reversed') return { kind: 'reversed' }
    if (one === undefined && book.reversed.has(reference)) return { kind: 'reversed' }
    if (one === undefined || !this.#isVisible(one)) {
      rumors.notFound.add(reference)
      return { kind: 'not_found' }
    }
    if (isWaiting(one) && this.#world.random.chance(0.5)) return { kind: 'pending' }
    if (one.state === 'approved' && rumors.notFound.delete(reference)) {
      this.#world.count('not_found_then_approved')
    }
    return answerFor(one)
  }

  /** A refusal without a reason is not a conclusive answer. */
  reverse(reference: string): ReversalAnswer {
    if (this.book.reverse(reference) === 'reversed') return { kind: 'reversed' }
    this.#world.count('reversal_refused')
    if (!this.#world.faults.refusesVaguely) return { kind: 'too_late' }
    this.#world.count('reversal_refused_without_a_reason')
    this.rumors.wrong.add(reference)
    return { kind: 'unknown', cause: 'refused' }
  }

  refund(request: RefundTerms): RefundAnswer {
    const { random, kernel, faults } = this.#world
    const { reference } = request
    if (!this.book.mayEnter(reference)) {
      this.#world.count('late_refund_hit_tombstone')
      return { kind: 'failed', declineCode: 'processing_error' }
    }
    const known = this.book.findRepeated(reference)
    if (known !== undefined) {
      this.#world.count('refund_sent_again')
      return answerForRefund(known)
    }
    const refund: BookedRefund = {
      reference,
      id: idOf('f', reference, this.book.refunds),
      paymentKey: paymentKeyOf(request.original.reference),
      request,
      state: faults.paysOutAtOnce
        ? 'succeeded'
        : random.pick(['succeeded', 'succeeded', 'pending', 'failed']),
      visibleFromMs: this.#visibleFromMs(),
      arrivedAtMs: kernel.nowMs,
    }
    this.book.enterRefund(refund)
    if (refund.state === 'pending') {
      kernel.at(random.between(1_000, 600_000), `the acquirer settles refund ${shorten(reference)}`, () => {
        if (refund.state === 'pending') refund.state = random.pick(['succeeded', 'succeeded', 'failed'])
      })
    }
    return answerForRefund(refund)
  }

  inquireRefund(reference: string): RefundInquiryAnswer {
    const one = this.book.findRefund(reference)
    if (one?.state === 'reversed') return { kind: 'reversed' }
    if (one === undefined && this.book.reversed.has(reference)) return { kind: 'reversed' }
    return one === undefined || !this.#isVisible(one) ? { kind: 'not_found' } : answerForRefund(one)
  }

  /** What is heard is not what was said: another amount, or another reference. */
  distort<Answer extends AuthorizeAnswer | InquiryAnswer>(reference: string, answer: Answer): Answer {
    if (answer.kind !== 'approved') return answer
    const { faults } = this.#world
    if (this.#world.hits(faults.amountMisreported)) {
      this.#rumor(reference, 'amount_differed')
      return { ...answer, amountMinor: answer.amountMinor + 1 }
    }
    if (this.#world.hits(faults.otherReference)) {
      this.#rumor(reference, 'reference_differed')
      return { ...answer, reference: `${reference}9` }
    }
    return answer
  }

  #approve(authorization: Authorization): void {
    const { kernel, faults } = this.#world
    authorization.settledFromMs = kernel.nowMs + (faults.settlesAfterMs ?? Number.POSITIVE_INFINITY)
    this.book.approve(authorization)
    if (!this.#world.hits(faults.silenceAfterApproval)) return
    this.#world.count('approved_then_long_outage')
    this.#line.fallSilent()
  }

  #enter(request: AuthorizeRequest): Authorization {
    const { reference } = request
    const isWrong = this.#world.hits(this.#world.faults.amountWrong)
    if (isWrong) this.#rumor(reference, 'amount_differed')
    const authorization: Authorization = {
      reference,
      id: idOf('t', reference, this.book.authorizations),
      paymentKey: paymentKeyOf(reference),
      request,
      state: 'declined',
      amountMinor: request.amountMinor + (isWrong ? 1 : 0),
      visibleFromMs: this.#visibleFromMs(),
      settledFromMs: Number.POSITIVE_INFINITY,
    }
    this.book.authorizations.push(authorization)
    return authorization
  }

  /** A decline that is not true: the answer differs from what was booked. */
  #mayLie(entry: Authorization): Declined | null {
    if (entry.state !== 'approved' || !this.#world.hits(this.#world.faults.changesItsMind)) return null
    this.book.lied.add(entry.reference)
    this.#rumor(entry.reference, 'declined_then_approved')
    return { kind: 'declined', declineCode: 'do_not_honor', country: null }
  }

  #rumor(reference: string, what: 'amount_differed' | 'reference_differed' | 'declined_then_approved'): void {
    this.rumors.wrong.add(reference)
    this.#world.count(what)
  }

  #visibleFromMs(): number {
    const { kernel, faults, random, isHostile } = this.#world
    return kernel.nowMs + (isHostile ? random.between(0, faults.inquiryLagMaxMs) : 0)
  }

  /** Copies of the book lag behind it, and inquiries may be answered by any of them. */
  #isVisible({ visibleFromMs }: Entry): boolean {
    if (visibleFromMs > this.#world.kernel.nowMs) {
      this.#world.count('inquiry_lagged')
      return false
    }
    if (!this.#world.hits(this.#world.faults.inquiryFlaps)) return true
    this.#world.count('found_then_not_found')
    return false
  }
}

/** For the customer, or their browser. */
export function isWaiting({ state }: Authorization): boolean {
  return state === 'challenged' || state === 'identifying' || state === 'passed'
}

/** What the method has led to once it has ended. */
function resumedAnswerFor(one: Authorization): ResumeAnswer {
  const answer = answerFor(one)
  return answer.kind === 'three_ds_method' ? { kind: 'unknown', cause: 'the method runs' } : answer
}

function answerFor(one: Authorization): Exclude<AuthorizeAnswer, { kind: 'not_sent' | 'unknown' }> {
  const country = 'FR'
  const { reference, amountMinor } = one
  switch (one.state) {
    case 'approved': {
      const { currency } = one.request
      const acquirerTransactionId = one.id
      return { kind: 'approved', acquirerTransactionId, reference, amountMinor, currency, country }
    }
    case 'identifying': {
      const notification = { threeDSMethodNotificationURL: one.request.methodNotificationUrl }
      const data = Buffer.from(JSON.stringify(notification)).toString('base64url')
      return { kind: 'three_ds_method', url: 'https://bank.example/method', data, country }
    }
    case 'challenged':
    case 'passed': {
      const isForm = /[0-7]..$/.test(reference)
      const way = isForm
        ? ({ method: 'POST', fields: { creq: 'e30' } } as const)
        : ({ method: 'GET', fields: {} } as const)
      return { kind: 'challenge', url: `https://bank.example/${reference}`, ...way, country }
    }
    default:
      return { kind: 'declined', declineCode: 'do_not_honor', country }
  }
}

function answerForRefund(one: BookedRefund): Exclude<RefundAnswer, { kind: 'not_sent' | 'unknown' }> {
  if (one.state === 'failed' || one.state === 'reversed') {
    return { kind: 'failed', declineCode: 'processing_error' }
  }
  return { kind: one.state, acquirerRefundId: one.id }
}
