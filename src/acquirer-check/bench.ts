/** What the steps of the check work with: the acquirer behind a line that can be cut, and payments that are nobody's. */
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AuthorizeAnswer } from '../core/attempt/answers.ts'
import { attemptReference, refundReference } from '../core/attempt/reference.ts'
import type { CardDetails } from '../core/card/card.ts'
import { SecretCard } from '../core/card/secret-card.ts'
import type { Currency } from '../core/money.ts'
import { newPaymentId } from '../core/payment/payment-id.ts'
import type { Acquirer, AttemptTerms, RefundTerms } from '../ports/acquirer.ts'
import { Line } from './line.ts'
import { ReturnPage } from './return-page.ts'
import type { CheckCards } from './test-cards.ts'

type CheckTimes = Readonly<{
  /** Between two questions. */
  pauseMs: number
  /** How long a step asks again before it gives up. */
  settleMs: number
  /** See {@link Line.open}. */
  graceMs: number
  /** How long the customer has for the challenge; 0 skips it. */
  challengeMs: number
}>

export type BenchOptions = Readonly<{
  /** The acquirer in its test environment, reached through this proxy. */
  open(proxy: string): Acquirer
  cards: CheckCards
  currency: Currency
  account: string | null
  /** The proxy that this machine needs to reach the acquirer. */
  proxy: string | null
  times: CheckTimes
  /** Shows where the customer must go. */
  showChallenge(url: string, hint: string | null): void
}>

/** The step did not end as it should: the rest of its line in the report. */
export class StepFailed extends Error {
  override name = 'StepFailed'
}

/** The step does not apply. */
export class StepSkipped extends Error {
  override name = 'StepSkipped'
}

export type Tried = Readonly<{ attempt: AttemptTerms; answer: AuthorizeAnswer }>

const amountMinor = 1_000
const authorizeMs = 30_000
const questionMs = 10_000
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

export class Bench {
  readonly acquirer: Acquirer
  readonly line: Line
  readonly returnPage: ReturnPage
  readonly options: BenchOptions
  /** Like an installation's, so that the statement shows which lines are the check's. */
  readonly installationId = idOf(8)
  readonly startedAtMs = Date.now()

  private constructor(options: BenchOptions, line: Line, returnPage: ReturnPage) {
    this.options = options
    this.line = line
    this.returnPage = returnPage
    this.acquirer = options.open(line.url)
  }

  static async open(options: BenchOptions): Promise<Bench> {
    return new Bench(options, await Line.open(options.proxy, options.times.graceMs), await ReturnPage.open())
  }

  async close(): Promise<void> {
    await this.line.close()
    await this.returnPage.close()
  }

  /** Prepares and authorizes one payment; `beforeCard` runs between the two. */
  async pay(pan: string, beforeCard: () => void = () => {}): Promise<Tried> {
    const { currency, account } = this.options
    const reference = attemptReference(this.installationId, newPaymentId(randomBytes(16)), 1)
    const terms = { reference, amountMinor, currency, account }
    const handle = await this.#prepare(terms)
    const attempt = { ...terms, handle, startedAtMs: Date.now(), ageMs: 0, acquirerTransactionId: null }
    beforeCard()
    const card = new SecretCard(testCard(pan))
    const answer = await this.acquirer.authorize(
      {
        ...terms,
        handle,
        card,
        payee: 'Flowlix check',
        statementName: 'FLOWLIX CHECK',
        returnUrl: this.returnPage.url,
        methodNotificationUrl: this.returnPage.url,
        browser: null,
        customer: { email: 'check@example.com', name: 'Flowlix Check', phone: null, ip: null },
        billingAddress: null,
        network: null,
        isLate: () => false,
      },
      AbortSignal.timeout(authorizeMs),
    )
    card.wipe()
    const id = answer.kind === 'approved' ? answer.acquirerTransactionId : null
    return { attempt: { ...attempt, acquirerTransactionId: id }, answer }
  }

  async #prepare(terms: Pick<AttemptTerms, 'reference' | 'amountMinor' | 'currency' | 'account'>) {
    if (this.acquirer.prepare === undefined) return null
    const prepared = await this.acquirer.prepare({ ...terms, statementName: 'FLOWLIX CHECK' }, soon())
    if (prepared.kind === 'prepared') return prepared.handle
    throw new StepFailed(`the payment could not be prepared: ${prepared.cause}`)
  }

  refundOf(original: AttemptTerms, amountMinor: number): RefundTerms {
    return {
      reference: refundReference(this.installationId, idOf(26)),
      amountMinor,
      currency: original.currency,
      startedAtMs: Date.now(),
      isRepeated: false,
      acquirerRefundId: null,
      original,
    }
  }

  /** Asks until the answer is final, or the time is over; returns the last answer. */
  async ask<Answer>(
    question: (signal: AbortSignal) => Promise<Answer>,
    isFinal: (answer: Answer) => boolean,
    withinMs = this.options.times.settleMs + this.acquirer.capabilities.quietMs,
  ): Promise<Answer> {
    const until = performance.now() + withinMs
    for (;;) {
      const answer = await question(soon())
      if (isFinal(answer) || performance.now() >= until) return answer
      await sleep(this.options.times.pauseMs)
    }
  }
}

function testCard(pan: string): CardDetails {
  const expYear = new Date().getUTCFullYear() + 3
  const cvc = /^3[47]/.test(pan) ? '1051' : '100'
  return { pan, cvc, expMonth: 12, expYear, holderName: 'Flowlix Check' }
}

function soon(): AbortSignal {
  return AbortSignal.timeout(questionMs)
}

function idOf(length: number): string {
  return Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('')
}
