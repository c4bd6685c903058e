/**
 * The acquirer of test mode: an ordinary adapter of the port that keeps its own durable ledger. The number of the test card
 * decides the outcome.
 */
import type { Hono } from 'hono'
import type {
  AuthorizeAnswer,
  InquiryAnswer,
  RefundAnswer,
  RefundInquiryAnswer,
  ResumeAnswer,
  ReversalAnswer,
  UnknownAnswer,
} from '../../core/attempt/answers.ts'
import type { StatementLine } from '../../core/reconciliation/statement.ts'
import type {
  Acquirer,
  AcquirerCapabilities,
  AttemptTerms,
  AuthorizeRequest,
  RefundTerms,
  ResumeRequest,
  StatementRequest,
} from '../../ports/acquirer.ts'
import type { Clock, Log, Random } from '../../ports/system.ts'
import { withAbilities } from './abilities.ts'
import { bankPages, challengePath, methodPath } from './bank-pages.tsx'
import { Book } from './book.ts'
import { noFaults, type SandboxFaults } from './faults.ts'
import { judgeCard } from './judge-card.ts'
import { Line, unknown } from './line.ts'
import { type BookPlace, openBook } from './open-book.ts'

export type SandboxOptions = Readonly<{
  place: BookPlace
  /** Unless false, the book is created if it does not exist. */
  mayCreate?: boolean
  log: Log
  clock: Clock
  random: Random
  /** The public origin under which the challenge pages are served. */
  bankUrl: string
  refundDelayMs: number
  /** How long a lost answer is waited for; the caller's deadline may come first. */
  lostAnswerMs?: number
  quietMs?: number
  /** Read at each call, because the owner of the object may change it. */
  faults?: SandboxFaults
}>

export type Sandbox = Readonly<{
  acquirer: Acquirer
  /** Routes under /sandbox/bank/, to be mounted at the root of `bankUrl`. */
  pages: Hono
  book: Book
  faults: SandboxFaults
  /** Rejects if the book cannot be opened. */
  ready(): Promise<void>
  close(): Promise<void>
}>

const lostAnswerDefaultMs = 2_000

/** Throws if the book cannot be opened. */
export function openSandbox(options: SandboxOptions): Sandbox {
  const { clock, random, refundDelayMs } = options
  const origin = new URL(options.bankUrl).origin
  const bank = {
    challenge: (id: string) => origin + challengePath(id),
    method: (id: string) => origin + methodPath(id),
  }
  const store = openBook(options.place, options.mayCreate ?? true, options.log)
  const book = new Book(store, { clock, random, refundDelayMs, bank })
  const faults = options.faults ?? noFaults()
  const line = new Line({ clock, faults, lostAnswerMs: options.lostAnswerMs ?? lostAnswerDefaultMs })
  const plain = new SandboxAcquirer(book, line, clock, faults, options.quietMs ?? 0)
  const acquirer = withAbilities(plain, { book, line, faults })
  const close = async () => {
    line.close()
    await book.close()
  }
  const pages = bankPages(book, options.log, faults.needsReturn === 1)
  return { acquirer, pages, book, faults, ready: () => book.ready(), close }
}

class SandboxAcquirer implements Acquirer {
  readonly name = 'sandbox'
  readonly capabilities: AcquirerCapabilities
  readonly #book: Book
  readonly #line: Line
  readonly #clock: Clock
  readonly #faults: SandboxFaults
  readonly #reversalsLost = new Map<string, number>()

  constructor(book: Book, line: Line, clock: Clock, faults: SandboxFaults, quietMs: number) {
    this.#book = book
    this.#line = line
    this.#clock = clock
    this.#faults = faults
    const { prepares, forgetsReversals, refundRepeatableMs } = faults
    this.capabilities = {
      lookup: prepares === 1 ? 'by_handle' : 'by_reference',
      attemptReversalIsTombstone: forgetsReversals === 0,
      refundReversalIsTombstone: forgetsReversals === 0,
      refundIsRepeatableForMs: refundRepeatableMs === 0 ? null : refundRepeatableMs,
      quietMs,
    }
  }

  authorize(request: AuthorizeRequest, signal: AbortSignal): Promise<AuthorizeAnswer> {
    return neverThrow<AuthorizeAnswer>(async () => {
      const { card, ...rest } = request
      const judgment = judgeCard(card.reveal(), this.#clock.nowMs())
      const { outcome } = judgment
      const { kind } = outcome
      const issuerMs = outcome.kind === 'slow' ? outcome.answerMs : 0
      if (kind === 'lose_request') return this.#line.silence(signal)
      const answer = await this.#line.send(() => this.#book.authorize(rest, judgment), signal, issuerMs)
      if (kind === 'lose_answer' && answer.kind === 'approved') return this.#line.silence(signal)
      return exaggerate(answer, this.#faults.wrongAmountMinor)
    })
  }

  resume(
    { attempt: { reference }, methodCompletion }: ResumeRequest,
    signal: AbortSignal,
  ): Promise<ResumeAnswer> {
    return neverThrow<ResumeAnswer>(async () => {
      const answer = await this.#line.send(() => this.#book.resume(reference, methodCompletion), signal)
      return answer.kind === 'not_sent' ? unknown('the request was not sent') : answer
    })
  }

  inquire({ reference }: AttemptTerms, signal: AbortSignal): Promise<InquiryAnswer> {
    return neverThrow<InquiryAnswer>(async () => {
      const ask = () => this.#book.inquire(reference, this.#visibleBeforeMs())
      return exaggerate(await this.#line.ask(ask, signal), this.#faults.wrongInquiryAmountMinor)
    })
  }

  reverse({ reference }: AttemptTerms, signal: AbortSignal): Promise<ReversalAnswer> {
    return neverThrow<ReversalAnswer>(async () => {
      if (this.#losesReversal(reference)) return this.#line.silence(signal)
      const how = { isSettled: this.#faults.settled === 1, isForgotten: this.#faults.forgetsReversals === 1 }
      return this.#line.ask(async () => ({ kind: await this.#book.reverse(reference, how) }), signal)
    })
  }

  refund(terms: RefundTerms, signal: AbortSignal): Promise<RefundAnswer> {
    const { reference, amountMinor, currency, original } = terms
    const request = { reference, originalReference: original.reference, amountMinor, currency }
    return neverThrow<RefundAnswer>(() => this.#line.send(() => this.#book.refund(request), signal))
  }

  reverseRefund({ reference }: RefundTerms, signal: AbortSignal): Promise<ReversalAnswer> {
    return neverThrow<ReversalAnswer>(async () => {
      if (this.#losesReversal(reference)) return this.#line.silence(signal)
      const isForgotten = this.#faults.forgetsReversals === 1
      const reverse = async () => ({ kind: await this.#book.reverseRefund(reference, isForgotten) })
      return this.#line.ask(reverse, signal)
    })
  }

  inquireRefund({ reference }: RefundTerms, signal: AbortSignal): Promise<RefundInquiryAnswer> {
    const ask = () => this.#book.inquireRefund(reference, this.#visibleBeforeMs())
    return neverThrow<RefundInquiryAnswer>(() => this.#line.ask(ask, signal))
  }

  /** Its book has one account. */
  async statement({ fromMs, toMs, account }: StatementRequest): Promise<readonly StatementLine[]> {
    if (account !== null) return []
    const transactions = await this.#book.transactions()
    return transactions
      .filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
      .map((line) => ({ ...line, handle: null }))
  }

  #visibleBeforeMs(): number {
    const { inquiryLagMs } = this.#faults
    // Without a lag everything is seen, also when the clock was set back since.
    return inquiryLagMs === 0 ? Number.POSITIVE_INFINITY : this.#clock.nowMs() - inquiryLagMs
  }

  #losesReversal(reference: string): boolean {
    const lost = this.#reversalsLost.get(reference) ?? 0
    if (lost >= this.#faults.lostReversals) return false
    this.#reversalsLost.set(reference, lost + 1)
    return true
  }
}

/** If the acquirer fails, there is no answer, and only an inquiry shows what its ledger holds. */
async function neverThrow<Answer>(ask: () => Promise<Answer>): Promise<Answer | UnknownAnswer> {
  try {
    return await ask()
  } catch (error) {
    const cause = error instanceof Error ? error.message : 'no reason given'
    return unknown(`the sandbox failed: ${cause}`)
  }
}

function exaggerate<Answer extends AuthorizeAnswer | InquiryAnswer>(answer: Answer, byMinor: number): Answer {
  return answer.kind === 'approved' ? { ...answer, amountMinor: answer.amountMinor + byMinor } : answer
}
