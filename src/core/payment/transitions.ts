/** Which event moves an attempt or a refund from which states to which state. Diagrams are drawn from this data. */
import type { AttemptState } from '../attempt/attempt.ts'
import type { RefundState } from '../refund/refund.ts'
import type { AttemptEvent, RefundEvent } from './events.ts'

export type Transition<State> = Readonly<{ from: readonly State[]; to: State | 'same' }>

export const attemptTransitions: Readonly<Record<AttemptEvent['type'], Transition<AttemptState>>> = {
  attempt_prepared: { from: ['sending'], to: 'same' },
  attempt_challenge_requested: { from: ['sending', 'unknown', 'challenged'], to: 'challenged' },
  attempt_method_requested: { from: ['sending', 'unknown'], to: 'challenged' },
  attempt_resumed: { from: ['challenged'], to: 'sending' },
  attempt_challenge_returned: { from: ['challenged'], to: 'same' },
  attempt_approved: { from: ['sending', 'challenged', 'unknown', 'set_aside'], to: 'approved' },
  attempt_declined: { from: ['sending', 'challenged', 'unknown', 'set_aside'], to: 'declined' },
  attempt_not_sent: { from: ['sending'], to: 'not_sent' },
  attempt_answer_missed: { from: ['sending'], to: 'unknown' },
  attempt_inquiry_inconclusive: { from: ['unknown', 'challenged'], to: 'same' },
  attempt_reversal_decided: { from: ['unknown', 'challenged'], to: 'reversing' },
  attempt_reversal_unacknowledged: { from: ['reversing'], to: 'same' },
  attempt_reversed: { from: ['reversing', 'unknown', 'challenged', 'set_aside'], to: 'reversed' },
  attempt_reversal_repeated: { from: ['reversed'], to: 'same' },
  attempt_late_answer_recorded: { from: ['reversing', 'reversed', 'paying_back', 'set_aside'], to: 'same' },
  attempt_set_aside: { from: ['unknown', 'challenged', 'reversing', 'paying_back'], to: 'set_aside' },
  attempt_pay_back_decided: { from: ['reversing', 'reversed', 'set_aside'], to: 'paying_back' },
  attempt_pay_back_unconfirmed: { from: ['paying_back'], to: 'same' },
  attempt_paid_back: { from: ['paying_back', 'set_aside'], to: 'paid_back' },
}

export const refundTransitions: Readonly<Record<RefundEvent['type'], Transition<RefundState>>> = {
  refund_accepted: { from: ['sending', 'unknown', 'reversing'], to: 'pending' },
  refund_succeeded: { from: ['sending', 'pending', 'unknown', 'reversing', 'set_aside'], to: 'succeeded' },
  refund_failed: { from: ['sending', 'pending', 'unknown', 'reversing', 'set_aside'], to: 'failed' },
  refund_answer_missed: { from: ['sending'], to: 'unknown' },
  refund_inquiry_inconclusive: { from: ['pending', 'unknown'], to: 'same' },
  refund_reversal_decided: { from: ['unknown'], to: 'reversing' },
  refund_reversal_unacknowledged: { from: ['reversing'], to: 'same' },
  refund_set_aside: { from: ['pending', 'unknown', 'reversing'], to: 'set_aside' },
}
