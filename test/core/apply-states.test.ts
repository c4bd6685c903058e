/** Every event meets every state: it moves as the transition table says, or it is a bug that is not let through. */
import { describe, expect, it } from 'vitest'
import { attemptStates } from '../../src/core/attempt/attempt.ts'
import { apply } from '../../src/core/payment/apply.ts'
import type { AttemptEvent, EndingEvent, PaymentEvent, RefundEvent } from '../../src/core/payment/events.ts'
import { BrokenInvariant } from '../../src/core/payment/invariants.ts'
import { attemptTransitions, refundTransitions } from '../../src/core/payment/transitions.ts'
import { refundStates } from '../../src/core/refund/refund.ts'
import { at, given } from './situations.ts'
import { refundId } from './vocabulary.ts'

const aboutAttempt = { number: 1, atMs: at(50) } as const
const aboutRefund = { refundId, atMs: at(150) } as const
const next = { nextAtMs: at(200) } as const
const cause = 'a reason'

const attemptEvents: Readonly<{ [Type in AttemptEvent['type']]: Extract<AttemptEvent, { type: Type }> }> = {
  attempt_prepared: { ...aboutAttempt, type: 'attempt_prepared', handle: 'pi2' },
  attempt_challenge_requested: {
    ...aboutAttempt,
    ...next,
    type: 'attempt_challenge_requested',
    url: 'https://bank.example/2',
    fields: null,
    country: 'DE',
    expiresAtMs: at(650),
  },
  attempt_method_requested: {
    ...aboutAttempt,
    type: 'attempt_method_requested',
    url: 'https://bank.example/3',
    data: 'e30',
    country: 'DE',
    expiresAtMs: at(650),
  },
  attempt_resumed: { ...aboutAttempt, ...next, type: 'attempt_resumed', completion: 'Y' },
  attempt_challenge_returned: {
    ...aboutAttempt,
    ...next,
    type: 'attempt_challenge_returned',
    fields: { token: 'abc' },
  },
  attempt_approved: {
    ...aboutAttempt,
    type: 'attempt_approved',
    acquirerTransactionId: 'tx2',
    country: 'DE',
  },
  attempt_declined: { ...aboutAttempt, type: 'attempt_declined', declineCode: 'lost_card', country: 'DE' },
  attempt_not_sent: { ...aboutAttempt, type: 'attempt_not_sent' },
  attempt_answer_missed: { ...aboutAttempt, ...next, type: 'attempt_answer_missed', cause },
  attempt_inquiry_inconclusive: {
    ...aboutAttempt,
    ...next,
    type: 'attempt_inquiry_inconclusive',
    cause,
    notFoundCount: 1,
  },
  attempt_reversal_decided: {
    ...aboutAttempt,
    ...next,
    type: 'attempt_reversal_decided',
    paymentWaits: true,
    declineCode: 'processing_error',
    cause,
  },
  attempt_reversal_unacknowledged: {
    ...aboutAttempt,
    ...next,
    type: 'attempt_reversal_unacknowledged',
    cause,
  },
  attempt_reversed: { ...aboutAttempt, type: 'attempt_reversed', nextAtMs: null },
  attempt_reversal_repeated: { ...aboutAttempt, type: 'attempt_reversal_repeated', nextAtMs: null },
  attempt_late_answer_recorded: { ...aboutAttempt, type: 'attempt_late_answer_recorded', answer: 'approved' },
  attempt_set_aside: { ...aboutAttempt, type: 'attempt_set_aside', cause },
  attempt_pay_back_decided: { ...aboutAttempt, ...next, type: 'attempt_pay_back_decided' },
  attempt_pay_back_unconfirmed: { ...aboutAttempt, ...next, type: 'attempt_pay_back_unconfirmed', cause },
  attempt_paid_back: { ...aboutAttempt, type: 'attempt_paid_back', acquirerRefundId: 'rf2' },
}

const refundEvents: Readonly<{ [Type in RefundEvent['type']]: Extract<RefundEvent, { type: Type }> }> = {
  refund_accepted: { ...aboutRefund, ...next, type: 'refund_accepted', acquirerRefundId: 'rf2' },
  refund_succeeded: { ...aboutRefund, type: 'refund_succeeded', acquirerRefundId: 'rf2' },
  refund_failed: { ...aboutRefund, type: 'refund_failed', declineCode: 'processing_error' },
  refund_answer_missed: { ...aboutRefund, ...next, type: 'refund_answer_missed', cause },
  refund_inquiry_inconclusive: {
    ...aboutRefund,
    ...next,
    type: 'refund_inquiry_inconclusive',
    cause,
    notFoundCount: 1,
  },
  refund_reversal_decided: { ...aboutRefund, ...next, type: 'refund_reversal_decided', cause },
  refund_reversal_unacknowledged: { ...aboutRefund, ...next, type: 'refund_reversal_unacknowledged', cause },
  refund_set_aside: { ...aboutRefund, type: 'refund_set_aside', cause },
}

const attemptIn = {
  sending: given.sending,
  challenged: given.challenged,
  unknown: given.unknown,
  reversing: given.reversing,
  approved: given.succeeded,
  declined: given.declined,
  not_sent: given.notSent,
  reversed: given.reversed,
  paying_back: given.payingBack,
  paid_back: given.paidBack,
  set_aside: given.set_aside,
}

const refundIn = {
  sending: given.refundSending,
  pending: given.refundPending,
  unknown: given.refundUnknown,
  reversing: given.refundReversing,
  succeeded: given.refundSucceeded,
  failed: given.refundFailed,
  set_aside: given.refundSetAside,
}

/** An approval and the success that it means are one decision. */
function together(event: AttemptEvent): readonly PaymentEvent[] {
  return event.type === 'attempt_approved'
    ? [event, { type: 'payment_succeeded', atMs: event.atMs }]
    : [event]
}

const attemptPairs = attemptStates.flatMap((state) =>
  Object.values(attemptEvents).map((event) => [event.type, state, event] as const),
)
const refundPairs = refundStates.flatMap((state) =>
  Object.values(refundEvents).map((event) => [event.type, state, event] as const),
)

describe('an attempt', () => {
  it.each(attemptPairs)('%s in state %s', (type, state, event) => {
    const { from, to } = attemptTransitions[type]
    const happens = () => apply(attemptIn[state], together(event)).attempts[0]?.state
    if (from.includes(state)) return expect(happens()).toBe(to === 'same' ? state : to)
    expect(happens).toThrow(new BrokenInvariant(`${type} cannot happen in state ${state}`))
  })
})

describe('a refund', () => {
  it.each(refundPairs)('%s in state %s', (type, state, event) => {
    const { from, to } = refundTransitions[type]
    const happens = () => apply(refundIn[state], [event]).refunds[0]?.state
    if (from.includes(state)) return expect(happens()).toBe(to === 'same' ? state : to)
    expect(happens).toThrow(new BrokenInvariant(`${type} cannot happen in state ${state}`))
  })
})

describe('an ending', () => {
  const atMs = at(300)
  const endings: readonly EndingEvent[] = [
    { type: 'payment_failed', declineCode: 'lost_card', atMs },
    { type: 'payment_expired', atMs },
    { type: 'payment_canceled', atMs },
  ]

  it.each(endings)('$type ends an open payment and says when', (event) => {
    const { type, ...facts } = event
    expect(apply(given.opened, [event]).ending).toStrictEqual({
      kind: type.replace('payment_', ''),
      ...facts,
    })
  })

  it('succeeds together with an approval', () => {
    const { ending } = apply(given.sending, together(attemptEvents.attempt_approved))
    expect(ending).toStrictEqual({ kind: 'succeeded', atMs: at(50) })
  })

  const ended = ['succeeded', 'failed', 'expired', 'canceled', 'abandoned'] as const
  const all: readonly EndingEvent[] = [...endings, { type: 'payment_succeeded', atMs }]
  it.each(ended.flatMap((state) => all.map((event) => [state, event.type, event] as const)))(
    'of a payment that has %s is not changed by %s',
    (state, _type, event) => {
      const broken = new BrokenInvariant('an ending never changes')
      expect(() => apply(given[state], [event])).toThrow(broken)
    },
  )
})

describe('two endings in one decision', () => {
  it('are refused', () => {
    const [failed, expired] = [
      { type: 'payment_failed', declineCode: 'lost_card', atMs: at(50) } as const,
      { type: 'payment_expired', atMs: at(50) } as const,
    ]
    expect(() => apply(given.opened, [failed, expired])).toThrow(
      new BrokenInvariant('an ending never changes'),
    )
  })
})

describe('half of a decision', () => {
  it('is refused: neither an approval without the success, nor the success without the approval', () => {
    expect(() => apply(given.sending, [attemptEvents.attempt_approved])).toThrow(BrokenInvariant)
    expect(() => apply(given.opened, [{ type: 'payment_succeeded', atMs: at(50) }])).toThrow(BrokenInvariant)
  })
})

describe('an event about something that does not exist', () => {
  const broken = new BrokenInvariant('an event names something that does not exist')
  const { attempt_not_sent: notSent } = attemptEvents
  const { refund_succeeded: refunded } = refundEvents

  it('is a bug', () => {
    expect(() => apply(given.opened, [notSent])).toThrow(broken)
    expect(() => apply(given.sending, [{ ...notSent, number: 2 }])).toThrow(broken)
    expect(() => apply(given.succeeded, [refunded])).toThrow(broken)
    expect(() => apply(given.refundSending, [{ ...refunded, refundId: 'b' }])).toThrow(broken)
  })
})
