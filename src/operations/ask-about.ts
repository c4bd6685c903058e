/** Asks the acquirer what a step needs to know, and says what is to be decided about the answer. */
import type { Attempt } from '../core/attempt.ts'
import type { Command } from '../core/commands.ts'
import type { AskingStep } from '../core/next-step.ts'
import type { Payment } from '../core/payment.ts'
import { correctionReference } from '../core/reference.ts'
import type { Refund } from '../core/refund.ts'
import type { Acquirer } from '../ports.ts'
import { askAcquirer } from './ask-acquirer.ts'
import { acquirerOf, type Gateway } from './gateway.ts'

type Asking = Readonly<{
  payment: Payment
  epoch: number
  isTombstone: boolean
  ask<Answer>(
    question: (acquirer: Acquirer, signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer | Readonly<{ kind: 'unknown'; cause: string }>>
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
    ask: (question) =>
      askAcquirer(gateway, gateway.settings.inquiryTimeoutMs, (signal) => question(acquirer, signal)),
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

async function inquire({ ask, epoch }: Asking, { number, reference }: Attempt): Promise<Command> {
  const answer = await ask((acquirer, signal) => acquirer.inquire(reference, signal))
  return { type: 'record_inquiry', number, answer, epoch }
}

/** Where a reversal is not acknowledged, only the acquirer's own word tells whether it holds the money. */
async function reverse(asking: Asking, { number, reference }: Attempt): Promise<Command> {
  const { ask, isTombstone, epoch } = asking
  const answer = await ask((acquirer, signal) => acquirer.reverse(reference, signal))
  const found =
    answer.kind === 'reversed' ? null : await ask((acquirer, signal) => acquirer.inquire(reference, signal))
  return { type: 'record_reversal', number, answer, found, isTombstone, epoch }
}

/**
 * The decision to pay back is on disk, and a repetition under the same reference counts once, so one that is not known
 * to the acquirer is simply sent.
 */
async function payBack(asking: Asking, { number, reference: originalReference }: Attempt): Promise<Command> {
  const { ask, epoch } = asking
  const { amountMinor, currency } = asking.payment
  const reference = correctionReference(originalReference, amountMinor)
  const known = await ask((acquirer, signal) => acquirer.inquireRefund(reference, signal))
  const request = { reference, originalReference, amountMinor, currency }
  const answer =
    known.kind === 'not_found' ? await ask((acquirer, signal) => acquirer.refund(request, signal)) : known
  return { type: 'record_pay_back', number, answer, epoch }
}

async function inquireRefund({ ask, epoch }: Asking, { id, reference }: Refund): Promise<Command> {
  const answer = await ask((acquirer, signal) => acquirer.inquireRefund(reference, signal))
  return { type: 'record_refund_inquiry', refundId: id, answer, epoch }
}

async function reverseRefund(asking: Asking, { id: refundId, reference }: Refund): Promise<Command> {
  const { ask, isTombstone, epoch } = asking
  const answer = await ask((acquirer, signal) => acquirer.reverse(reference, signal))
  const found =
    answer.kind === 'reversed'
      ? null
      : await ask((acquirer, signal) => acquirer.inquireRefund(reference, signal))
  return { type: 'record_refund_reversal', refundId, answer, found, isTombstone, epoch }
}
