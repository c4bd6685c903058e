/** Asks the acquirer what a step needs to know, and returns the command that the answer leads to. */
import type { FormFields, RefundAnswer, RefundInquiryAnswer, UnknownAnswer } from '../core/attempt/answers.ts'
import type { Attempt } from '../core/attempt/attempt.ts'
import { untilDecisionMs } from '../core/attempt/decide-inquiry.ts'
import type { Command } from '../core/payment/commands.ts'
import type { AskingStep } from '../core/payment/next-step.ts'
import type { Payment } from '../core/payment/payment.ts'
import { waitedMs } from '../core/payment/waiting.ts'
import type { Refund } from '../core/refund/refund.ts'
import { refundSources } from '../core/refund/refund-sources.ts'
import type { Acquirer, RefundTerms } from '../ports/acquirer.ts'
import { acquirerNamed } from './acquirer/acquirers.ts'
import { askPatiently } from './acquirer/ask-acquirer.ts'
import type { Question } from './acquirer/questions.ts'
import * as questions from './acquirer/questions.ts'
import { askedOf, attemptTerms, correctionTerms, refundTerms } from './acquirer/terms.ts'
import type { Gateway } from './gateway.ts'
import { isLeaseOver, type Lease } from './lease.ts'

type Asking = Readonly<{
  gateway: Gateway
  payment: Payment
  epoch: number
  lease: Lease
  /** Null if it is no longer configured. */
  acquirer: Acquirer | null
  /** `isLast`: the decision is due before an answer that takes its full time. */
  ask<Answer extends Readonly<{ kind: string }>>(
    question: Question<Answer>,
    isLast?: boolean,
  ): Promise<Answer | UnknownAnswer>
}>

/** `lease`: the worker's own. */
export function askAbout(
  gateway: Gateway,
  payment: Payment,
  step: AskingStep,
  epoch: number,
  lease: Lease,
): Promise<Command> {
  const original = 'attempt' in step ? step.attempt : refundSources(payment, step.refund.id).original
  const asked = askedOf(payment, original)
  const asking: Asking = {
    ...{ gateway, payment, epoch, lease },
    acquirer: acquirerNamed(gateway, asked.mode, asked.acquirer),
    ask: (question, isLast) => askPatiently(gateway, asked, question, isLast),
  }
  switch (step.kind) {
    case 'inquire':
      return inquire(asking, step.attempt)
    case 'finish_challenge':
      return finishChallenge(asking, step.attempt, step.returned)
    case 'reverse':
      return reverse(asking, step.attempt)
    case 'pay_back':
      return payBack(asking, step.attempt)
    case 'inquire_refund':
      return inquireRefund(asking, step.refund, refundTerms(gateway, payment, step.refund, original))
    case 'reverse_refund':
      return reverseRefund(asking, step.refund, refundTerms(gateway, payment, step.refund, original))
  }
}

function isLast({ time, rules, settings }: Gateway, attempt: Attempt): boolean {
  const { nowMs, history: clock } = time.read()
  return untilDecisionMs(attempt, { nowMs, clock, rules }) <= settings.inquiryTimeoutMs
}

async function inquire({ ask, gateway, payment, epoch }: Asking, attempt: Attempt): Promise<Command> {
  const answer = await ask(
    questions.inquire(attemptTerms(gateway, payment, attempt)),
    isLast(gateway, attempt),
  )
  return { type: 'record_inquiry', number: attempt.number, answer, epoch }
}

/** May move money, so it is not sent by a worker that was suspended: another one may have decided otherwise since. */
async function askInTime<Answer extends Readonly<{ kind: string }>>(
  { ask, gateway, lease }: Asking,
  question: Question<Answer>,
  isLast = false,
): Promise<Answer | UnknownAnswer> {
  return isLeaseOver(gateway, lease)
    ? { kind: 'unknown', cause: 'the worker was paused' }
    : ask(question, isLast)
}

async function finishChallenge(asking: Asking, attempt: Attempt, returned: FormFields): Promise<Command> {
  const { gateway, payment, epoch } = asking
  const request = { attempt: attemptTerms(gateway, payment, attempt), returned }
  const answer = await askInTime(asking, questions.finishChallenge(request), isLast(gateway, attempt))
  return { type: 'record_inquiry', number: attempt.number, answer, epoch }
}

/** If a reversal is not acknowledged, only an inquiry shows whether the acquirer holds the money. */
async function reverse(asking: Asking, attempt: Attempt): Promise<Command> {
  const { ask, gateway, acquirer, payment, epoch } = asking
  const terms = attemptTerms(gateway, payment, attempt)
  const answer = await ask(questions.reverse(terms))
  const inquiry = answer.kind === 'reversed' ? null : await ask(questions.inquire(terms))
  const isTombstone = acquirer?.capabilities.attemptReversalIsTombstone === true
  return { type: 'record_reversal', number: attempt.number, answer, inquiry, isTombstone, epoch }
}

/**
 * The decision to pay back is on disk, and repeated requests with the same reference count once, so a refund that the
 * acquirer does not know is simply sent: for as long as a repetition has one effect.
 */
async function payBack(asking: Asking, attempt: Attempt): Promise<Command> {
  const { ask, gateway, payment, epoch } = asking
  const decidedAtMs = Number(attempt.payBackDecidedAtMs)
  const terms = correctionTerms(attemptTerms(gateway, payment, attempt), payment.amountMinor, decidedAtMs)
  const lookup = await ask(questions.inquireRefund(terms))
  const mustSend = lookup.kind === 'not_found' && !isOverdue(asking, decidedAtMs)
  const answer = mustSend ? await askInTime(asking, questions.refundSoon(terms)) : lookup
  return { type: 'record_pay_back', number: attempt.number, answer, epoch }
}

/** Asked about, or sent again while a repetition has one effect: then its answer is as good as an inquiry's. */
async function inquireRefund(asking: Asking, refund: Refund, terms: RefundTerms): Promise<Command> {
  const { acquirer, ask, epoch } = asking
  const isRepeated = refund.state === 'unknown' && isRepeatable(asking, refund.createdAtMs)
  const answer: RefundAnswer | RefundInquiryAnswer = isRepeated
    ? await askInTime(asking, questions.refundSoon(terms))
    : await ask(questions.inquireRefund(terms))
  const isReversible =
    acquirer?.reverseRefund !== undefined && acquirer.capabilities.refundIsRepeatableForMs === null
  return { type: 'record_refund_inquiry', refundId: refund.id, answer, isReversible, epoch }
}

async function reverseRefund(asking: Asking, { id: refundId }: Refund, terms: RefundTerms): Promise<Command> {
  const { ask, acquirer, epoch } = asking
  const answer = await ask(questions.reverseRefund(terms))
  const inquiry = answer.kind === 'reversed' ? null : await ask(questions.inquireRefund(terms))
  const isTombstone = acquirer?.capabilities.refundReversalIsTombstone === true
  return { type: 'record_refund_reversal', refundId, answer, inquiry, isTombstone, epoch }
}

function isRepeatable(asking: Asking, sinceMs: number): boolean {
  const forMs = asking.acquirer?.capabilities.refundIsRepeatableForMs ?? null
  return forMs !== null && waitedSince(asking, sinceMs) < forMs
}

/** A repetition might have a second effect by now. */
function isOverdue(asking: Asking, sinceMs: number): boolean {
  const forMs = asking.acquirer?.capabilities.refundIsRepeatableForMs ?? null
  return forMs !== null && waitedSince(asking, sinceMs) >= forMs
}

function waitedSince({ gateway }: Asking, sinceMs: number): number {
  const { nowMs, history: clock } = gateway.time.read()
  return waitedMs({ nowMs, clock }, sinceMs)
}
