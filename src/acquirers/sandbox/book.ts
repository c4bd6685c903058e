/**
 * The sandbox acquirer's ledger: what it approved, declined, reversed, and refunded. Each change is one transaction and
 * durable when it resolves, so an answer that was given is never taken back by a crash.
 */
import type {
  AuthorizeAnswer,
  InquiryAnswer,
  MethodCompletion,
  RefundAnswer,
  RefundInquiryAnswer,
  ResumeAnswer,
} from '../../core/attempt/answers.ts'
import type { TestCardOutcome } from '../../core/card/test-cards.ts'
import { ulid } from '../../platform/ids.ts'
import type { AuthorizeRequest } from '../../ports/acquirer.ts'
import type { Clock, Random } from '../../ports/system.ts'
import { type BankUrls, inquiryAnswer, isMethodPending, refundAnswer, takenAnswer } from './book-answers.ts'
import type {
  Authorization,
  BookRefund,
  BookRefundRequest,
  BookStore,
  BookTransaction,
  Entries,
  Incident,
  Pen,
  References,
} from './book-store.ts'
import { checkRefund } from './check-refund.ts'
import { heldBy, paidBackBy, type Reversing, settle } from './due-refunds.ts'
import { answerMs, type Judgment } from './judge-card.ts'

/** An authorization request without its card: that ends at the judgment and never reaches the book. */
type BookRequest = Pick<
  AuthorizeRequest,
  | 'reference'
  | 'amountMinor'
  | 'currency'
  | 'payee'
  | 'network'
  | 'returnUrl'
  | 'methodNotificationUrl'
  | 'browser'
>

/** `timeout`: the customer took too long, and the bank gave up. */
export const challengeOutcomes = ['pass', 'fail', 'cancel', 'timeout'] as const
export type ChallengeOutcome = (typeof challengeOutcomes)[number]

type BookOptions = Readonly<{
  clock: Clock
  random: Random
  refundDelayMs: number
  bank: BankUrls
}>

const refundRefusedByTombstone = { kind: 'failed', declineCode: 'processing_error' } as const
const refusedByTombstone = { kind: 'declined', declineCode: 'processing_error', country: null } as const

export class Book {
  readonly #store: BookStore
  readonly #options: BookOptions

  constructor(store: BookStore, options: BookOptions) {
    this.#store = store
    this.#options = options
  }

  /** Rejects if it cannot be opened. */
  ready(): Promise<void> {
    return this.#store.ready()
  }

  /** The same reference again gets the same answer and has no second effect. */
  authorize(request: BookRequest, judgment: Judgment): Promise<AuthorizeAnswer> {
    const { reference } = request
    return this.#change([reference], (entries, pen, nowMs) => {
      if (entries.isTombstone(reference)) return refusedByTombstone
      const known = entries.authorization(reference)
      const authorization = known ?? this.#newAuthorization(request, judgment, nowMs)
      if (known === null) pen.addAuthorization(authorization)
      const answer = inquiryAnswer(authorization, this.#options.bank)
      return answer.kind === 'reversed' ? refusedByTombstone : answer
    })
  }

  /** Its 3-D Secure method has ended. The first end counts. */
  resume(reference: string, completion: MethodCompletion): Promise<ResumeAnswer> {
    return this.#change([reference], (entries, pen, nowMs) => {
      const waiting = entries.authorization(reference)
      if (waiting === null) return { kind: 'unknown', cause: 'there is no such authorization' }
      const change = isMethodPending(waiting)
        ? { methodCompletion: completion, ...(waiting.approvesAfterMethod && this.#approved(nowMs)) }
        : {}
      if (isMethodPending(waiting)) pen.changeAuthorization(reference, change, nowMs)
      const answer = takenAnswer({ ...waiting, ...change }, this.#options.bank)
      return answer.kind === 'reversed' ? refusedByTombstone : answer
    })
  }

  inquire(reference: string, visibleBeforeMs: number): Promise<InquiryAnswer> {
    return this.#store.read(reference, (entries) => {
      const authorization = entries.authorization(reference)
      if (authorization === null) return absent(entries, reference)
      if (authorization.createdAtMs > visibleBeforeMs) return { kind: 'not_found' }
      if (this.#isSlow(authorization)) return { kind: 'pending' }
      return inquiryAnswer(authorization, this.#options.bank)
    })
  }

  /** `reversed` if the reference has no effect, and never will: unless `isForgotten`. */
  reverse(reference: string, { isSettled, isForgotten }: Reversing = {}): Promise<'reversed' | 'too_late'> {
    return this.#change([reference], (entries, pen, nowMs) => {
      const authorization = entries.authorization(reference)
      if (authorization === null) {
        if (!isForgotten) pen.addTombstone(reference, nowMs)
        return 'reversed'
      }
      const refunds = entries.refundsOf(reference).map((refund) => settle(refund, pen, nowMs))
      return reverseAuthorization(authorization, { refunds, isSettled: isSettled === true, nowMs }, pen)
    })
  }

  /** The same for a refund: one that was paid out stays. */
  reverseRefund(reference: string, isForgotten = false): Promise<'reversed' | 'too_late'> {
    return this.#change([reference], (entries, pen, nowMs) => {
      const refund = settledRefund(entries, pen, reference, nowMs)
      if (refund?.state === 'succeeded') return 'too_late'
      if (refund === null && !isForgotten) pen.addTombstone(reference, nowMs)
      if (refund?.state === 'pending')
        pen.endRefund(reference, { state: 'reversed', declineCode: null }, nowMs)
      return 'reversed'
    })
  }

  refund(request: BookRefundRequest): Promise<RefundAnswer> {
    const { reference, originalReference } = request
    return this.#change([reference, originalReference], (entries, pen, nowMs) => {
      if (entries.isTombstone(reference)) return refundRefusedByTombstone
      const known = settledRefund(entries, pen, reference, nowMs)
      if (known !== null) {
        const answer = refundAnswer(known)
        return answer.kind === 'reversed' ? refundRefusedByTombstone : answer
      }
      const others = entries.refundsOf(originalReference).map((refund) => settle(refund, pen, nowMs))
      const original = entries.authorization(originalReference)
      const refund = this.#newRefund(request, original, heldBy(others), nowMs)
      pen.addRefund(refund)
      return refundAnswer(refund) as RefundAnswer
    })
  }

  inquireRefund(reference: string, visibleBeforeMs: number): Promise<RefundInquiryAnswer> {
    return this.#change([reference], (entries, pen, nowMs) => {
      const refund = settledRefund(entries, pen, reference, nowMs)
      if (refund === null) return absent(entries, reference)
      return refund.createdAtMs > visibleBeforeMs ? { kind: 'not_found' } : refundAnswer(refund)
    })
  }

  /** Null while the issuer still waits for its method. */
  async findChallenge(challengeId: string): Promise<Authorization | null> {
    const found = await this.#store.findChallenge(challengeId)
    return found === null || isMethodPending(found) ? null : found
  }

  /** The address that the method of this challenge notifies; null where there is none. */
  async methodNotificationUrl(challengeId: string): Promise<string | null> {
    return (await this.#store.findChallenge(challengeId))?.methodNotificationUrl ?? null
  }

  /** False when it was answered or withdrawn before. The first answer counts. */
  async answerChallenge(challengeId: string, outcome: ChallengeOutcome): Promise<boolean> {
    const reference = (await this.findChallenge(challengeId))?.reference
    if (reference === undefined) return false
    return this.#change([reference], (entries, pen, nowMs) => {
      const challenged = entries.authorization(reference)
      if (challenged?.state !== 'challenged') return false
      const declineCode = outcome === 'pass' ? challenged.declineAfterChallenge : 'authentication_failed'
      const change =
        declineCode === null ? this.#approved(nowMs) : ({ state: 'declined', declineCode } as const)
      pen.changeAuthorization(reference, change, nowMs)
      return true
    })
  }

  /** Oldest first. */
  transactions(): Promise<readonly BookTransaction[]> {
    return this.#store.transactions(this.#options.clock.nowMs())
  }

  /** Two authorizations of one payment that were approved at the same time; this must be empty. */
  incidents(): Promise<readonly Incident[]> {
    return this.#store.incidents()
  }

  close(): Promise<void> {
    return this.#store.close()
  }

  #change<T>(references: References, decide: (entries: Entries, pen: Pen, nowMs: number) => T): Promise<T> {
    return this.#store.change(references, (entries, pen) => decide(entries, pen, this.#options.clock.nowMs()))
  }

  #approved(nowMs: number) {
    return { state: 'approved', transactionId: this.#newId('sbx', nowMs) } as const
  }

  /** The issuer has not answered yet. */
  #isSlow({ state, createdAtMs, last4 }: Authorization): boolean {
    const waitMs = answerMs(last4)
    // The clock may have been set back since: only a slow card waits for it.
    return state === 'approved' && waitMs > 0 && this.#options.clock.nowMs() < createdAtMs + waitMs
  }

  #newAuthorization(request: BookRequest, judgment: Judgment, nowMs: number): Authorization {
    const { outcome, last4, country } = judgment
    const { reference, amountMinor, currency, payee, network, returnUrl, methodNotificationUrl, browser } =
      request
    const asksForMethod = browser?.javascriptEnabled === true && isRecognizing(outcome)
    const isChallenge = outcome.kind === 'challenge' || asksForMethod
    const isDecline = outcome.kind === 'decline'
    return {
      reference,
      amountMinor,
      currency,
      last4,
      country,
      payee,
      network,
      state: isChallenge ? 'challenged' : isDecline ? 'declined' : 'approved',
      declineCode: isDecline ? outcome.declineCode : null,
      transactionId: isChallenge || isDecline ? null : this.#newId('sbx', nowMs),
      challengeId: isChallenge ? Buffer.from(this.#options.random.bytes(16)).toString('base64url') : null,
      isForm: outcome.kind === 'challenge' && outcome.by === 'form',
      methodNotificationUrl: asksForMethod ? methodNotificationUrl : null,
      methodCompletion: null,
      approvesAfterMethod: outcome.kind === 'frictionless',
      declineAfterChallenge: outcome.kind === 'challenge' ? outcome.declineCode : null,
      refundsFail: outcome.kind === 'approve_fail_refunds',
      returnUrl: isChallenge ? returnUrl : null,
      createdAtMs: nowMs,
    }
  }

  #newRefund(
    request: BookRefundRequest,
    original: Authorization | null,
    heldMinor: number,
    nowMs: number,
  ): BookRefund {
    const declineCode = checkRefund(request, original, heldMinor)
    const willSucceed = declineCode === null && original?.refundsFail === false
    return {
      ...request,
      refundId: this.#newId('sbr', nowMs),
      state: declineCode === null ? 'pending' : 'failed',
      becomes: willSucceed ? 'succeeded' : 'failed',
      dueAtMs: nowMs + this.#options.refundDelayMs,
      declineCode,
      createdAtMs: nowMs,
    }
  }

  #newId(prefix: string, nowMs: number): string {
    return `${prefix}_${ulid(nowMs, this.#options.random.bytes(10))}`
  }
}

function absent(entries: Entries, reference: string): Readonly<{ kind: 'reversed' | 'not_found' }> {
  return { kind: entries.isTombstone(reference) ? 'reversed' : 'not_found' }
}

function settledRefund(entries: Entries, pen: Pen, reference: string, nowMs: number): BookRefund | null {
  const found = entries.refund(reference)
  return found === null ? null : settle(found, pen, nowMs)
}

type Circumstances = Readonly<{ refunds: readonly BookRefund[]; isSettled: boolean; nowMs: number }>

function reverseAuthorization(
  { reference, state }: Authorization,
  { refunds, isSettled, nowMs }: Circumstances,
  pen: Pen,
): 'reversed' | 'too_late' {
  if (state === 'declined' || state === 'reversed') return 'reversed'
  if (isSettled && state === 'approved') return 'too_late'
  // What has been paid back can no longer be reversed.
  if (paidBackBy(refunds) > 0) return 'too_late'
  for (const refund of refunds)
    if (refund.state === 'pending')
      pen.endRefund(refund.reference, { state: 'failed', declineCode: 'processing_error' }, nowMs)
  pen.changeAuthorization(reference, { state: 'reversed' }, nowMs)
  return 'reversed'
}

/** The bank wants to know the browser before it decides. */
function isRecognizing(outcome: TestCardOutcome): boolean {
  return outcome.kind === 'frictionless' || (outcome.kind === 'challenge' && outcome.by === 'form')
}
