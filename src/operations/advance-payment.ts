/** What a worker does with a payment that it has taken over: one due step after the other, until none is due. */
import type { Command } from '../core/commands.ts'
import { type AskingStep, nextStep, type Step } from '../core/next-step.ts'
import type { Payment } from '../core/payment.ts'
import { askAcquirer } from './ask-acquirer.ts'
import { changePayment } from './change-payment.ts'
import { acquirerOf, type Gateway } from './gateway.ts'

/** Each step pauses, settles or decides, so a handful are enough; more would be a loop. */
const stepsMax = 64

/** Returns the number of steps taken. `payment` is as it was returned by the claim. */
export async function advancePayment(gateway: Gateway, payment: Payment): Promise<number> {
  const { epoch } = payment
  let current = payment
  for (let steps = 0; steps < stepsMax; steps++) {
    const step = nextStep(current, (atMs) => atMs <= gateway.clock.nowMs())
    if (step === null) return steps
    const command = await perform(gateway, current, step, epoch)
    const result = await changePayment(gateway, current.id, command)
    // Another worker or a late answer was faster: whoever has the payment now goes on.
    if (result.kind !== 'changed' || result.payment.epoch !== epoch) return steps
    current = result.payment
  }
  return stepsMax
}

/** Asks outside where the step needs it, and says what is to be decided about the answer. */
async function perform(gateway: Gateway, payment: Payment, step: Step, epoch: number): Promise<Command> {
  switch (step.kind) {
    case 'expire':
      return { type: 'expire' }
    case 'take_over_attempt':
      return { type: 'take_over_attempt', number: step.attempt.number, epoch }
    case 'take_over_refund':
      return { type: 'take_over_refund', refundId: step.refund.id, epoch }
    default:
      return ask(gateway, payment, step, epoch)
  }
}

async function ask(gateway: Gateway, payment: Payment, step: AskingStep, epoch: number): Promise<Command> {
  const acquirer = acquirerOf(gateway, payment.mode)
  const timeoutMs = gateway.settings.inquiryTimeoutMs
  if ('attempt' in step) {
    const { number, reference } = step.attempt
    if (step.kind === 'inquire') {
      const answer = await askAcquirer(gateway, timeoutMs, (signal) => acquirer.inquire(reference, signal))
      return { type: 'record_inquiry', number, answer, epoch }
    }
    const answer = await askAcquirer(gateway, timeoutMs, (signal) => acquirer.reverse(reference, signal))
    const isTombstone = acquirer.capabilities.reversalIsTombstone
    return { type: 'record_reversal', number, answer, isTombstone, epoch }
  }
  const { id: refundId, reference } = step.refund
  if (step.kind === 'inquire_refund') {
    const answer = await askAcquirer(gateway, timeoutMs, (signal) =>
      acquirer.inquireRefund(reference, signal),
    )
    return { type: 'record_refund_inquiry', refundId, answer, epoch }
  }
  const answer = await askAcquirer(gateway, timeoutMs, (signal) => acquirer.reverse(reference, signal))
  const isTombstone = acquirer.capabilities.reversalIsTombstone
  return { type: 'record_refund_reversal', refundId, answer, isTombstone, epoch }
}
