/** Asks the acquirer what a step needs to know, and returns the command that the answer leads to. */
import type { Attempt } from '../core/attempt/attempt.ts'
import { untilDecisionMs } from '../core/attempt/decide-inquiry.ts'
import { correctionReference } from '../core/attempt/reference.ts'
import type { Command } from '../core/payment/commands.ts'
import type { AskingStep } from '../core/payment/next-step.ts'
import type { Payment } from '../core/payment/payment.ts'
import type { Refund } from '../core/refund/refund.ts'
import { askPatiently, type Unknown } from './ask-acquirer.ts'
import { acquirerOf, type Gateway } from './gateway.ts'
import type { Question } from './questions.ts'
import * as questions from './questions.ts'

type Asking = Readonly<{
  payment: Payment
  epoch: number
  isTombstone: boolean
  /** `isLast`: the decision is due before an answer that takes its full time. */
  ask<Answer extends Readonly<{ kind: string }>>(
    question: Question<Answer>,
    isLast?: boolean,
  ): Promise<Answer | Unknown>
  isLast(attempt: Attempt): boolean
}>

export function askAbout(
  gateway: Gateway,
  payment: Payment,
  step: AskingStep,
  epoch: number,
): Promise<Command> {
  const acquirer = acquirerOf(gateway, payment.mode)
  const asking: Asking = {
    payment,
    epoch,
    isTombstone: acquirer.capabilities.reversalIsTombstone,
    ask: (question, isLast) => askPatiently(gateway, payment.mode, question, isLast),
    isLast: (attempt) => isLast(gateway, attempt),
  }
  switch (step.kind) {
    case 'inquire':
      return inquire(asking, step.attempt)
    case 'reverse':
      return reverse(asking, step.attempt)
    case 'pay_back':
      return payBack(asking, step.attempt)
    case 'inquire_refund':
      return inquireRefund(asking, step.refund)
    case 'reverse_refund':
      return reverseRefund(asking, step.refund)
  }
}

function isLast({ time, rules, settings }: Gateway, attempt: Attempt): boolean {
  const { nowMs, history: clock } = time.read()
  return untilDecisionMs(attempt, { nowMs, clock, rules }) <= settings.inquiryTimeoutMs
}

async function inquire({ ask, isLast, epoch }: Asking, attempt: Attempt): Promise<Command> {
  const { number, reference } = attempt
  const answer = await ask(questions.inquire(reference), isLast(attempt))
  return { type: 'record_inquiry', number, answer, epoch }
}

/** If a reversal is not acknowledged, only an inquiry shows whether the acquirer holds the money. */
async function reverse(asking: Asking, { number, reference }: Attempt): Promise<Command> {
  const { ask, isTombstone, epoch } = asking
  const answer = await ask(questions.reverse(reference))
  const inquiry = answer.kind === 'reversed' ? null : await ask(questions.inquire(reference))
  return { type: 'record_reversal', number, answer, inquiry, isTombstone, epoch }
}

/**
 * The decision to pay back is on disk, and repeated requests with the same reference count once, so a refund that the
 * acquirer does not know is simply sent.
 */
async function payBack(asking: Asking, { number, reference: originalReference }: Attempt): Promise<Command> {
  const { ask, epoch } = asking
  const { amountMinor, currency } = asking.payment
  const reference = correctionReference(originalReference, amountMinor)
  const lookup = await ask(questions.inquireRefund(reference))
  const request = { reference, originalReference, amountMinor, currency }
  const answer = lookup.kind === 'not_found' ? await ask(questions.refundSoon(request)) : lookup
  return { type: 'record_pay_back', number, answer, epoch }
}

async function inquireRefund({ ask, epoch }: Asking, { id, reference }: Refund): Promise<Command> {
  const answer = await ask(questions.inquireRefund(reference))
  return { type: 'record_refund_inquiry', refundId: id, answer, epoch }
}

async function reverseRefund(asking: Asking, { id: refundId, reference }: Refund): Promise<Command> {
  const { ask, isTombstone, epoch } = asking
  const answer = await ask(questions.reverse(reference))
  const inquiry = answer.kind === 'reversed' ? null : await ask(questions.inquireRefund(reference))
  return { type: 'record_refund_reversal', refundId, answer, inquiry, isTombstone, epoch }
}
