/** What a worker does with a payment that it has claimed: one due step after another, until none is due. */
import type { Command } from '../core/payment/commands.ts'
import { nextStep, type Step } from '../core/payment/next-step.ts'
import type { Payment } from '../core/payment/payment.ts'
import { askAbout } from './ask-about.ts'
import { changePayment } from './change-payment.ts'
import type { Gateway } from './gateway.ts'
import { beginLease, type Lease } from './lease.ts'

/** Each step pauses, settles, or decides, so a few are enough; more would be an endless loop. */
const stepsMax = 64

/** Returns the number of steps taken. `payment` is what the claim returned, and `lease` began before it. */
export async function advancePayment(
  gateway: Gateway,
  payment: Payment,
  lease = beginLease(gateway),
): Promise<number> {
  const { epoch } = payment
  let current = payment
  for (let steps = 0; steps < stepsMax; steps++) {
    const step = nextStep(current, { nowMs: gateway.time.read().nowMs, rules: gateway.rules })
    if (step === null) return steps
    const command = await perform(gateway, current, step, epoch, lease)
    const result = await changePayment(gateway, current.id, command)
    // Another worker or a late answer was faster, and continues the payment.
    if (result.kind !== 'changed' || result.payment.epoch !== epoch) return steps
    current = result.payment
  }
  return stepsMax
}

/** Asks the acquirer if the step needs it, and returns the command that the answer leads to. */
async function perform(
  gateway: Gateway,
  payment: Payment,
  step: Step,
  epoch: number,
  lease: Lease,
): Promise<Command> {
  switch (step.kind) {
    case 'expire':
      return { type: 'expire' }
    case 'take_over_attempt':
      return { type: 'take_over_attempt', number: step.attempt.number, epoch }
    case 'take_over_refund':
      return { type: 'take_over_refund', refundId: step.refund.id, epoch }
    default:
      return askAbout(gateway, payment, step, epoch, lease)
  }
}
