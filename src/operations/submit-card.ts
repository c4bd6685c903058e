/**
 * The only place that asks for money. The attempt is saved before the acquirer is contacted, and only the writer whose save
 * won contacts it, once. Card data is in this call's memory and nowhere else.
 */

import type { AuthorizeAnswer } from '../core/attempt/answers.ts'
import type { Attempt, AttemptAcquirer } from '../core/attempt/attempt.ts'
import type { Card } from '../core/card/card.ts'
import type { SecretCard } from '../core/card/secret-card.ts'
import type { DeclineCode } from '../core/decline.ts'
import { errorName } from '../core/error-name.ts'
import type { ShownNames } from '../core/merchant.ts'
import { billingAddressOf, type Customer, lastAttempt, type Payment } from '../core/payment/payment.ts'
import type { Refusal } from '../core/payment/refusals.ts'
import type { AcquirerCustomer, BrowserData } from '../ports/acquirer.ts'
import { acquirerNamed } from './acquirer/acquirers.ts'
import { askAcquirer } from './acquirer/ask-acquirer.ts'
import { limitsDecline } from './acquirer/limits.ts'
import { authorize } from './acquirer/questions.ts'
import { askedOf } from './acquirer/terms.ts'
import { changePayment, paymentAfter } from './change-payment.ts'
import type { Gateway } from './gateway.ts'
import { isLeaseOver } from './lease.ts'
import { prepareAttempt } from './prepare-attempt.ts'

export type CardSubmission = Readonly<{
  /** The attempt that the form was shown for. */
  attemptNumber: number
  acquirer: AttemptAcquirer
  card: SecretCard
  /** The part of the card that is stored. */
  cardSummary: Card
  customer: Customer | null
}> &
  Circumstances

/** What the issuer wants to know besides the card. */
type Circumstances = ShownNames &
  Readonly<{
    /** Null if the merchant's server has sent the card. */
    browser: BrowserData | null
    /** What the issuer has said about this card permanently: it is not asked again. */
    finalDecline?: FinalDecline | null
  }>

type FinalDecline = Readonly<{
  declineCode: DeclineCode
  /** How long the issuer took. A faster decline would tell the customer that the card was reported. */
  tookMs: number
}>

type SubmitResult =
  /** The attempt is running. `outcome` resolves to the payment after the acquirer's answer, and never rejects. */
  | Readonly<{ kind: 'started'; payment: Payment; outcome: Promise<Payment> }>
  | Readonly<{ kind: 'refused'; refusal: Refusal; payment: Payment }>
  | Readonly<{ kind: 'not_found' }>

/** Resolves once the start of the attempt is saved or refused. The card is overwritten as soon as it is no longer needed. */
export async function submitCard(
  gateway: Gateway,
  paymentId: string,
  submission: CardSubmission,
): Promise<SubmitResult> {
  const { attemptNumber: number, acquirer, cardSummary, customer } = submission
  const command = { type: 'start_attempt', number, card: cardSummary, customer, ...acquirer } as const
  const begunMs = gateway.clock.monotonicMs()
  const started = await orWipe(submission.card, changePayment(gateway, paymentId, command))
  if (started.kind !== 'changed') submission.card.wipe()
  if (started.kind === 'refused' || started.kind === 'not_found') return started
  if (started.kind !== 'changed') throw new Error(`starting an attempt ended in ${started.kind}`)
  const outcome = gateway.running.track(runAttempt(gateway, started.payment, submission, begunMs))
  return { kind: 'started', payment: started.payment, outcome }
}

/** If anything fails before the card is sent, the card is no longer needed. */
export async function orWipe<Result>(card: SecretCard, work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    card.wipe()
    throw error
  }
}

/** Sends an attempt whose start this caller itself has saved, beginning at `begunMs`. Never rejects. */
export async function runAttempt(
  gateway: Gateway,
  payment: Payment,
  submission: Sent,
  begunMs: number,
): Promise<Payment> {
  const attempt = lastAttempt(payment)
  if (attempt === null) throw new Error('no attempt was started')
  const answer = submission.finalDecline
    ? await repeatDecline(gateway, submission.card, submission.finalDecline)
    : await charge(gateway, payment, attempt, submission, begunMs)
  submission.card.wipe()
  return recordAnswer(gateway, payment, attempt.number, answer)
}

async function repeatDecline(
  { clock, random, settings }: Gateway,
  card: SecretCard,
  { declineCode, tookMs }: FinalDecline,
): Promise<AuthorizeAnswer> {
  card.wipe()
  // Nobody takes exactly the same time twice.
  const pauseMs = Math.round(Math.min(tookMs, settings.authorizeTimeoutMs) * (0.8 + 0.4 * random.fraction()))
  if (pauseMs > 0) await clock.sleep(pauseMs)
  return { kind: 'declined', declineCode, country: null }
}

const notSent = { kind: 'not_sent' } as const

async function charge(
  gateway: Gateway,
  payment: Payment,
  attempt: Attempt,
  sent: Sent,
  begunMs: number,
): Promise<AuthorizeAnswer> {
  const isLate = () => isLeaseOver(gateway, { begunMs, savedAtMs: attempt.startedAtMs })
  const acquirer = acquirerNamed(gateway, payment.mode, attempt.acquirer)
  if (acquirer === null) return notSent
  const declineCode = limitsDecline(acquirer, payment)
  if (declineCode !== null) return { kind: 'declined', declineCode, country: null }
  if (isLate()) return notSent
  if (!attempt.mustPrepare) return send(gateway, payment, attempt, sent, isLate)
  const handle = await prepareAttempt(gateway, payment, attempt, sent.statementName)
  return handle === null || isLate() ? notSent : send(gateway, payment, { ...attempt, handle }, sent, isLate)
}

type Sent = Circumstances & Readonly<{ card: SecretCard }>

function send(
  gateway: Gateway,
  payment: Payment,
  attempt: Attempt,
  { card, payee, statementName, browser }: Sent,
  isLate: () => boolean,
): Promise<AuthorizeAnswer> {
  const { reference, handle, account, number } = attempt
  const { amountMinor, currency } = payment
  const request = {
    ...{ reference, handle, account, amountMinor, currency },
    ...{ card, payee, statementName, browser },
    ...gateway.issuerUrls(payment, number),
    customer: acquirerCustomer(payment, browser),
    billingAddress: billingAddressOf(payment),
    network: attempt.card.network ?? null,
    isLate,
  }
  return askAcquirer(gateway, askedOf(payment, attempt), authorize(request))
}

function acquirerCustomer(
  { customer, suppliedCustomer }: Payment,
  browser: BrowserData | null,
): AcquirerCustomer | null {
  if (customer === null) return null
  const { email, name } = customer
  return { email, name, phone: suppliedCustomer?.phone ?? null, ip: browser?.ip ?? null }
}

/** If the answer cannot be saved, nothing is lost: the lease ends, and a worker asks the acquirer. */
export async function recordAnswer(
  gateway: Gateway,
  payment: Payment,
  number: number,
  answer: AuthorizeAnswer,
): Promise<Payment> {
  try {
    const command = { type: 'record_answer', number, answer } as const
    return paymentAfter(await changePayment(gateway, payment.id, command), payment)
  } catch (error) {
    const cause = errorName(error)
    gateway.log.error(
      { paymentId: payment.id, cause },
      'the answer to an attempt could not be saved; the worker will ask again',
    )
    return payment
  }
}
