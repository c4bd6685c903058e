/**
 * The sandbox acquirer's ledger: what it approved, declined, reversed, and refunded. Each method is one transaction and
 * durable when it returns, so an answer that was given is never taken back by a crash.
 */
import type { DatabaseSync } from 'node:sqlite'
import type {
  AuthorizeAnswer,
  InquiryAnswer,
  MethodCompletion,
  RefundAnswer,
  RefundInquiryAnswer,
  ResumeAnswer,
} from '../../core/attempt/answers.ts'
import type { TestCardOutcome } from '../../core/card/test-cards.ts'
import type { Currency } from '../../core/money.ts'
import { ulid } from '../../platform/ids.ts'
import type { AcquirerRefundRequest, BrowserData, Clock, Random } from '../../ports.ts'
import { type Authorization, Authorizations } from './authorizations.ts'
import { type BankUrls, inquiryAnswer, isMethodPending, refundAnswer, takenAnswer } from './book-answers.ts'
import { checkRefund } from './check-refund.ts'
import { answerMs, type Judgment } from './judge-card.ts'
import { transact } from './open-book.ts'
import { Refunds } from './refunds.ts'
import { type BookTransaction, type Incident, listIncidents, listTransactions } from './statement.ts'
import { Tombstones } from './tombstones.ts'

/** An authorization request without its card: that ends at the judgment and never reaches the book. */
type BookRequest = Readonly<{
  reference: string
  amountMinor: number
  currency: Currency
  payee: string
  returnUrl: string
  methodNotificationUrl: string
  browser: BrowserData | null
}>

/** `timeout`: the customer took too long, and the bank gave up. */
export const challengeOutcomes = ['pass', 'fail', 'cancel', 'timeout'] as const
export type ChallengeOutcome = (typeof challengeOutcomes)[number]

type BookOptions = Readonly<{
  clock: Clock
  random: Random
  refundDelayMs: number
  bank: BankUrls
}>

const refusedByTombstone = { kind: 'declined', declineCode: 'processing_error', country: null } as const

export class Book {
  readonly #db: DatabaseSync
  readonly #options: BookOptions
  readonly #authorizations: Authorizations
  readonly #refunds: Refunds
  readonly #tombstones: Tombstones

  constructor(db: DatabaseSync, options: BookOptions) {
    this.#db = db
    this.#options = options
    this.#authorizations = new Authorizations(db)
    this.#refunds = new Refunds(db)
    this.#tombstones = new Tombstones(db)
  }

  /** The same reference again gets the same answer and has no second effect. */
  authorize(request: BookRequest, judgment: Judgment): AuthorizeAnswer {
    return this.#transact((nowMs) => {
      if (this.#tombstones.has(request.reference)) return refusedByTombstone
      const known = this.#authorizations.find(request.reference)
      const authorization = known ?? this.#newAuthorization(request, judgment, nowMs)
      if (known === null) this.#authorizations.insert(authorization)
      const answer = inquiryAnswer(authorization, this.#options.bank)
      return answer.kind === 'reversed' ? refusedByTombstone : answer
    })
  }

  /** Its 3-D Secure method has ended. The first end counts. */
  resume(reference: string, completion: MethodCompletion): ResumeAnswer {
    return this.#transact((nowMs) => {
      const waiting = this.#authorizations.find(reference)
      if (waiting !== null && isMethodPending(waiting)) {
        this.#authorizations.endMethod(reference, completion, nowMs)
        if (waiting.approvesAfterMethod) this.#authorizations.change(reference, this.#approved(nowMs), nowMs)
      }
      const resumed = this.#authorizations.find(reference)
      if (resumed === null) return { kind: 'unknown', cause: 'there is no such authorization' }
      const answer = takenAnswer(resumed, this.#options.bank)
      return answer.kind === 'reversed' ? refusedByTombstone : answer
    })
  }

  inquire(reference: string, visibleBeforeMs: number): InquiryAnswer {
    const authorization = this.#authorizations.find(reference)
    if (authorization === null) return { kind: this.#tombstones.has(reference) ? 'reversed' : 'not_found' }
    if (authorization.createdAtMs > visibleBeforeMs) return { kind: 'not_found' }
    if (this.#isSlow(authorization)) return { kind: 'pending' }
    return inquiryAnswer(authorization, this.#options.bank)
  }

  /** `reversed` if the reference has no effect, and never will. `isSettled`: approvals can no longer be reversed. */
  reverse(reference: string, isSettled = false): 'reversed' | 'too_late' {
    return this.#transact((nowMs) => {
      this.#refunds.settleDue(nowMs)
      const authorization = this.#authorizations.find(reference)
      if (authorization !== null) return this.#reverseAuthorization(authorization, isSettled, nowMs)
      const refund = this.#refunds.find(reference)
      if (refund?.state === 'succeeded') return 'too_late'
      if (refund !== null) this.#refunds.reverse(reference, nowMs)
      else this.#tombstones.add(reference, nowMs)
      return 'reversed'
    })
  }

  refund(request: AcquirerRefundRequest): RefundAnswer {
    return this.#transact((nowMs) => {
      this.#refunds.settleDue(nowMs)
      if (this.#tombstones.has(request.reference)) return { kind: 'failed', declineCode: 'processing_error' }
      const known = this.#refunds.find(request.reference)
      if (known !== null) {
        const answer = refundAnswer(known)
        return answer.kind === 'reversed' ? { kind: 'failed', declineCode: 'processing_error' } : answer
      }
      const original = this.#authorizations.find(request.originalReference)
      const declineCode = checkRefund(
        request,
        original,
        this.#refunds.sums(request.originalReference).heldMinor,
      )
      const refund = {
        ...request,
        refundId: this.#newId('sbr', nowMs),
        state: declineCode === null ? 'pending' : 'failed',
        becomes: declineCode === null && original?.refundsFail === false ? 'succeeded' : 'failed',
        dueAtMs: nowMs + this.#options.refundDelayMs,
        declineCode,
        createdAtMs: nowMs,
      } as const
      this.#refunds.insert(refund)
      return declineCode === null
        ? { kind: 'pending', acquirerRefundId: refund.refundId }
        : { kind: 'failed', declineCode }
    })
  }

  inquireRefund(reference: string, visibleBeforeMs: number): RefundInquiryAnswer {
    return this.#transact((nowMs) => {
      this.#refunds.settleDue(nowMs)
      const refund = this.#refunds.find(reference)
      if (refund === null) return { kind: this.#tombstones.has(reference) ? 'reversed' : 'not_found' }
      return refund.createdAtMs > visibleBeforeMs ? { kind: 'not_found' } : refundAnswer(refund)
    })
  }

  /** Null while the issuer still waits for its method. */
  findChallenge(challengeId: string): Authorization | null {
    const found = this.#authorizations.findChallenge(challengeId)
    return found === null || isMethodPending(found) ? null : found
  }

  /** The address that the method of this challenge notifies; null where there is none. */
  methodNotificationUrl(challengeId: string): string | null {
    return this.#authorizations.findChallenge(challengeId)?.methodNotificationUrl ?? null
  }

  /** False when it was answered or withdrawn before. The first answer counts. */
  answerChallenge(challengeId: string, outcome: ChallengeOutcome): boolean {
    return this.#transact((nowMs) => {
      const challenged = this.findChallenge(challengeId)
      if (challenged?.state !== 'challenged') return false
      const declineCode = outcome === 'pass' ? challenged.declineAfterChallenge : 'authentication_failed'
      const change =
        declineCode === null
          ? this.#approved(nowMs)
          : ({ state: 'declined', declineCode, transactionId: null } as const)
      this.#authorizations.change(challenged.reference, change, nowMs)
      return true
    })
  }

  /** Oldest first. */
  transactions(): Iterable<BookTransaction> {
    return listTransactions(this.#db, this.#options.clock.nowMs())
  }

  /** Two authorizations of one payment that were approved at the same time; this must be empty. */
  incidents(): readonly Incident[] {
    return listIncidents(this.#db)
  }

  close(): void {
    if (this.#db.isOpen) this.#db.close()
  }

  #transact<T>(work: (nowMs: number) => T): T {
    return transact(this.#db, () => work(this.#options.clock.nowMs()))
  }

  #approved(nowMs: number) {
    return { state: 'approved', declineCode: null, transactionId: this.#newId('sbx', nowMs) } as const
  }

  /** The issuer has not answered yet. */
  #isSlow({ state, createdAtMs, last4 }: Authorization): boolean {
    const waitMs = answerMs(last4)
    // The clock may have been set back since: only a slow card waits for it.
    return state === 'approved' && waitMs > 0 && this.#options.clock.nowMs() < createdAtMs + waitMs
  }

  #newAuthorization(request: BookRequest, judgment: Judgment, nowMs: number): Authorization {
    const { outcome, last4, country } = judgment
    const { reference, amountMinor, currency, payee, returnUrl, methodNotificationUrl, browser } = request
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

  #reverseAuthorization(
    authorization: Authorization,
    isSettled: boolean,
    nowMs: number,
  ): 'reversed' | 'too_late' {
    const { reference, state } = authorization
    if (state === 'declined' || state === 'reversed') return 'reversed'
    if (isSettled && state === 'approved') return 'too_late'
    // What has been paid back can no longer be reversed.
    if (this.#refunds.sums(reference).succeededMinor > 0) return 'too_late'
    this.#refunds.failPending(reference, nowMs)
    this.#authorizations.change(
      reference,
      { state: 'reversed', declineCode: null, transactionId: null },
      nowMs,
    )
    return 'reversed'
  }

  #newId(prefix: string, nowMs: number): string {
    return `${prefix}_${ulid(nowMs, this.#options.random.bytes(10))}`
  }
}

/** The bank wants to know the browser before it decides. */
function isRecognizing(outcome: TestCardOutcome): boolean {
  return outcome.kind === 'frictionless' || (outcome.kind === 'challenge' && outcome.by === 'form')
}
