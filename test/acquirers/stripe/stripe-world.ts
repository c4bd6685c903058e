/** Stripe's adapter, over real sockets, at a stand-in. */
import { randomUUID } from 'node:crypto'
import { Stripe } from 'stripe'
import { onTestFinished } from 'vitest'
import { createStripe, type StripeOptions } from '../../../src/acquirers/stripe/create-stripe.ts'
import { SecretCard } from '../../../src/core/card/secret-card.ts'
import type { Acquirer, AttemptTerms, AuthorizeRequest, RefundTerms } from '../../../src/ports/acquirer.ts'
import { type StripeStandIn, startStripe } from '../../../verification/acquirers/stripe/start-stripe.ts'
import type { BookOptions } from '../../../verification/acquirers/stripe/stripe-book.ts'
import type { AcquirerLog } from './recorded-log.ts'
import { recordedLog } from './recorded-log.ts'

export const approvedPan = '4242424242424242'
export const challengedPan = '4000000000003220'

export class StripeWorld {
  readonly standIn: StripeStandIn
  readonly acquirer: Acquirer
  readonly log: AcquirerLog

  constructor(standIn: StripeStandIn, acquirer: Acquirer, log: AcquirerLog) {
    this.standIn = standIn
    this.acquirer = acquirer
    this.log = log
  }

  get book() {
    return this.standIn.book
  }

  /** What the stand-in has received, such as `POST /v1/refunds`, with IDs shortened. */
  get requests(): readonly string[] {
    return this.standIn.log.lines().map((line) => line.replace('/v1/', '').replace(/pi_\w+/, 'PI'))
  }

  async prepare(changes: Partial<AttemptTerms> = {}): Promise<AttemptTerms> {
    const terms = attempt(changes)
    const { reference, amountMinor, currency, account } = terms
    const answer = await this.acquirer.prepare?.(
      { reference, amountMinor, currency, account, statementName: 'EXAMPLE SHOP' },
      noSignal,
    )
    if (answer?.kind !== 'prepared') throw new Error(`not prepared: ${JSON.stringify(answer)}`)
    return { ...terms, handle: answer.handle }
  }

  authorize(terms: AttemptTerms, pan = approvedPan, changes: Partial<AuthorizeRequest> = {}) {
    return this.acquirer.authorize(authorization(terms, pan, changes), noSignal)
  }

  /** An approved attempt. */
  async approved(pan = approvedPan, changes: Partial<AttemptTerms> = {}): Promise<AttemptTerms> {
    const terms = await this.prepare(changes)
    const answer = await this.authorize(terms, pan)
    if (answer.kind !== 'approved') throw new Error(`not approved: ${answer.kind}`)
    return { ...terms, acquirerTransactionId: answer.acquirerTransactionId }
  }

  /** An attempt whose customer is at the issuer. */
  async challenged(pan = challengedPan): Promise<Readonly<{ terms: AttemptTerms; url: string }>> {
    const terms = await this.prepare()
    const answer = await this.authorize(terms, pan)
    if (answer.kind !== 'challenge') throw new Error(`not challenged: ${answer.kind}`)
    return { terms, url: answer.url }
  }

  /** As the customer does at the issuer: where the browser is sent back to. */
  async answerChallenge(url: string, result: 'pass' | 'fail'): Promise<string | null> {
    const body = new URLSearchParams({ result })
    const response = await fetch(url, { method: 'POST', body, redirect: 'manual' })
    return response.headers.get('location')
  }

  inquire(terms: AttemptTerms) {
    return this.acquirer.inquire(terms, noSignal)
  }

  reverse(terms: AttemptTerms) {
    return this.acquirer.reverse(terms, noSignal)
  }

  async finishChallenge(attempt: AttemptTerms) {
    return await this.acquirer.finishChallenge?.({ attempt, returned: {} }, noSignal)
  }

  refund(terms: RefundTerms) {
    return this.acquirer.refund(terms, noSignal)
  }

  inquireRefund(terms: RefundTerms) {
    return this.acquirer.inquireRefund(terms, noSignal)
  }

  async statement(fromMs = Date.now() - 60_000, toMs = Date.now() + 60_000) {
    return (await this.acquirer.statement?.({ fromMs, toMs, account: null })) ?? []
  }
}

export async function openStripe(
  bookOptions: Partial<BookOptions> = {},
  options: Partial<StripeOptions> = {},
): Promise<StripeWorld> {
  const standIn = await startStripe(bookOptions)
  onTestFinished(() => standIn.close())
  const log = recordedLog()
  const acquirer = createStripe({
    secretKey: standIn.secretKey,
    livemode: false,
    proxy: null,
    loadSdk: () => Stripe,
    log,
    baseUrl: standIn.url,
    ...options,
  })
  return new StripeWorld(standIn, acquirer, log)
}

export const noSignal = new AbortController().signal

export function attempt(changes: Partial<AttemptTerms> = {}): AttemptTerms {
  return {
    reference: `7k2m9x0q-${randomUUID().replaceAll('-', '')}a1`,
    handle: null,
    account: null,
    amountMinor: 2_500,
    currency: 'eur',
    startedAtMs: Date.now(),
    ageMs: 0,
    acquirerTransactionId: null,
    ...changes,
  }
}

export function refundOf(original: AttemptTerms, changes: Partial<RefundTerms> = {}): RefundTerms {
  return {
    reference: `7k2m9x0q-r${randomUUID().replaceAll('-', '').slice(0, 26)}`,
    amountMinor: original.amountMinor,
    currency: original.currency,
    startedAtMs: Date.now(),
    isRepeated: false,
    acquirerRefundId: null,
    original,
    ...changes,
  }
}

export function authorization(
  { reference, handle, account, amountMinor, currency }: AttemptTerms,
  pan: string,
  changes: Partial<AuthorizeRequest> = {},
): AuthorizeRequest {
  return {
    reference,
    handle,
    account,
    amountMinor,
    currency,
    card: new SecretCard({ pan, cvc: '123', expMonth: 12, expYear: 2040, holderName: 'Ada Lovelace' }),
    payee: 'Example Shop',
    statementName: 'EXAMPLE SHOP',
    returnUrl: 'https://pay.example.com/back',
    methodNotificationUrl: 'https://pay.example.com/method',
    browser: null,
    customer: { email: 'ada@example.com', name: 'Ada Lovelace', phone: null, ip: null },
    billingAddress: null,
    network: null,
    isLate: () => false,
    ...changes,
  }
}
