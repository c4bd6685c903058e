/** Counts what was saved about a payment, so that a campaign knows what it has seen. */
import { senderLostCause } from '../../src/core/payment/commands.ts'
import type { PaymentEvent } from '../../src/core/payment/events.ts'
import type { Payment } from '../../src/core/payment/payment.ts'
import type { World } from './world.ts'

export function countEvent(world: World, before: Payment, event: PaymentEvent): void {
  const attempt = 'number' in event ? before.attempts.find((one) => one.number === event.number) : undefined
  const refund = 'refundId' in event ? before.refunds.find((one) => one.id === event.refundId) : undefined
  switch (event.type) {
    case 'payment_succeeded':
    case 'payment_failed':
    case 'payment_expired':
    case 'payment_canceled':
    case 'payment_extended':
    case 'refund_succeeded':
    case 'refund_failed':
      world.count(event.type)
      if (refund?.state === 'unknown') world.count('refund_unknown_then_found')
      if (refund?.state === 'reversing') {
        world.count(event.type === 'refund_failed' ? 'refund_reversed' : 'refund_paid_out_after_all')
      }
      return
    case 'attempt_started':
      if (event.number > 1) world.count('second_card_tried')
      return
    case 'attempt_approved':
      if (attempt?.state === 'unknown') world.count('found_by_inquiry')
      if (attempt?.state === 'challenged') world.count('challenge_approved')
      return
    case 'attempt_prepared':
      world.count('attempt_prepared')
      return
    case 'attempt_not_sent':
      if (attempt?.mustPrepare && attempt.handle === null) world.count('never_prepared')
      return
    case 'attempt_answer_missed':
    case 'refund_answer_missed':
      if (event.cause === senderLostCause) world.count('sender_missed')
      return
    case 'attempt_set_aside':
    case 'refund_set_aside':
      world.count(event.type)
      return
    case 'attempt_paid_back':
      world.count('paid_back')
      return
    case 'attempt_reversal_decided':
      world.count(countOf(event.paymentWaits, event.declineCode))
      return
    case 'attempt_late_answer_recorded':
      if (event.answer !== 'unknown') world.count('attempt_late_answer_recorded')
      return
    case 'attempt_reversal_unacknowledged':
    case 'attempt_reversal_repeated':
    case 'refund_reversal_unacknowledged':
      world.count('attempt_reversal_repeated')
  }
}

function countOf(paymentWaits: boolean, declineCode: string) {
  if (declineCode === 'authentication_failed') return 'challenge_never_finished' as const
  if (declineCode === 'canceled_by_customer') return 'left_during_challenge' as const
  return paymentWaits ? ('reversed_when_not_found' as const) : ('gave_up_and_failed' as const)
}
