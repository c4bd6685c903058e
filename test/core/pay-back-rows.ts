/** What was to be reversed and is settled: that it is paid back, and when a person must look. */
import { type ExpectedEvent, row } from './row.ts'
import { at, dayS, given } from './situations.ts'
import * as ask from './vocabulary.ts'

const stale = ask.epoch - 1
const decided = (nextAtS: number): ExpectedEvent => ({
  type: 'attempt_pay_back_decided',
  nextAtMs: at(nextAtS),
})
const failed: ExpectedEvent = { type: 'payment_failed', declineCode: 'processing_error' }
const setAside = (cause: string): ExpectedEvent => ({ type: 'attempt_set_aside', cause })
const acknowledged = (nextAtS: number | null): ExpectedEvent => ({
  type: 'attempt_reversed',
  nextAtMs: nextAtS === null ? null : at(nextAtS),
})
const unacknowledged = (cause: string): ExpectedEvent => ({
  type: 'attempt_reversal_unacknowledged',
  cause,
  nextAtMs: at(117),
})
const settled = { inquiry: ask.approved } as const
const another = { inquiry: ask.approvedOther } as const

const decisionRows = [
  row(
    'waited for',
    given.reversing,
    ask.reversal(ask.tooLate, settled),
    112,
    [decided(112), failed],
    'paying_back, failed',
  ),
  row(
    'waited for, brought by one who lost it',
    given.reversing,
    ask.reversal(ask.tooLate, { ...settled, by: stale }),
    112,
    [decided(112), failed],
    'paying_back, failed',
  ),
  row(
    'the payment has failed already',
    given.reversingFailed,
    ask.reversal(ask.tooLate, settled),
    112,
    [decided(112)],
    'paying_back, failed',
  ),
  row(
    'a late request, settled before the reversal was repeated',
    given.repeating,
    ask.reversal(ask.tooLate, settled),
    712,
    [decided(712)],
    'paying_back, failed',
  ),
  row(
    'the same beside an open payment',
    given.repeatingOpen,
    ask.reversal(ask.tooLate, settled),
    1_202,
    [decided(1_202)],
    'paying_back, pending',
  ),
  row(
    'set aside, by a person',
    given.setAsideDecided,
    ask.reversal(ask.tooLate, settled),
    dayS + 200,
    [decided(dayS + 200)],
    'paying_back, failed',
  ),
  row(
    'another amount is settled',
    given.reversing,
    ask.reversal(ask.tooLate, another),
    112,
    [setAside('the acquirer collected a different amount'), failed],
    'set_aside, failed',
  ),
  row(
    'another amount is settled, the payment has failed already',
    given.reversingFailed,
    ask.reversal(ask.tooLate, another),
    112,
    [setAside('the acquirer collected a different amount')],
    'set_aside, failed',
  ),
  row(
    'another amount is settled, one who lost it',
    given.reversing,
    ask.reversal(ask.tooLate, { ...another, by: stale }),
    112,
    'superseded',
  ),
  row(
    'another amount is settled, a repetition',
    given.repeating,
    ask.reversal(ask.tooLate, another),
    712,
    [
      { type: 'attempt_late_answer_recorded', answer: 'too_late' },
      { type: 'attempt_reversal_repeated', nextAtMs: at(1_012) },
    ],
    'reversed, failed',
  ),
  row(
    'another amount is settled, set aside',
    given.setAsideDecided,
    ask.reversal(ask.tooLate, another),
    dayS + 200,
    'superseded',
  ),
]

/** Not acknowledged, or refused, so they were asked; and what they said does not make it a pay-back. */
const askedRows = [
  row(
    'too late, and nothing more is known',
    given.reversing,
    ask.reversal(ask.tooLate),
    112,
    [unacknowledged('too_late')],
    'reversing, pending',
  ),
  row(
    'too late, and they were not asked',
    given.reversing,
    ask.reversal(ask.tooLate, { inquiry: null }),
    112,
    [unacknowledged('too_late')],
    'reversing, pending',
  ),
  row(
    'lost, and they still hold it',
    given.reversing,
    ask.reversal(ask.lost, settled),
    112,
    [unacknowledged('timeout')],
    'reversing, pending',
  ),
  ...[ask.lost, ask.tooLate].map((answer) =>
    row(
      'they have reversed it',
      given.reversing,
      ask.reversal(answer, { inquiry: ask.reversed }),
      112,
      [acknowledged(null)],
      'reversed, pending',
    ),
  ),
  row(
    'they had declined it, where no reversal is a tombstone',
    given.reversing,
    ask.reversal(ask.lost, { inquiry: ask.declined, isTombstone: false }),
    112,
    [acknowledged(712)],
    'reversed, pending',
  ),
  row(
    'they have reversed it, where no reversal is a tombstone',
    given.reversing,
    ask.reversal(ask.lost, { inquiry: ask.reversed, isTombstone: false }),
    112,
    [acknowledged(712), failed],
    'reversed, failed',
  ),
  row(
    'they have reversed it, a repetition',
    given.repeating,
    ask.reversal(ask.lost, { inquiry: ask.reversed }),
    712,
    [{ type: 'attempt_reversal_repeated', nextAtMs: at(dayS + 112) }],
    'reversed, failed',
  ),
]

const paidBack: ExpectedEvent = { type: 'attempt_paid_back', acquirerRefundId: 'rf1' }
const unconfirmed = (cause: string, nextAtS: number): ExpectedEvent => ({
  type: 'attempt_pay_back_unconfirmed',
  cause,
  nextAtMs: at(nextAtS),
})
const due = 112 + dayS
const notOwed = [
  'sending',
  'challenged',
  'unknown',
  'reversing',
  'succeeded',
  'declined',
  'notSent',
  'reversed',
  'paidBack',
  'set_aside',
] as const

const recordRows = [
  ...[ask.epoch, stale].map((by) =>
    row(
      `by epoch ${by}`,
      given.payingBack,
      ask.payBack(ask.refundSucceeded, by),
      113,
      [paidBack],
      'paid_back, failed',
    ),
  ),
  ...(['setAsideDecided', 'setAsidePayBack'] as const).map((state) =>
    row(
      `${state}, by hand`,
      given[state],
      ask.payBack(ask.refundSucceeded),
      dayS + 200,
      [paidBack],
      'paid_back, failed',
    ),
  ),
  row(
    'refused',
    given.payingBack,
    ask.payBack(ask.refundFailed),
    113,
    [setAside('it could not be refunded (issuer_declined)')],
    'set_aside, failed',
  ),
  row(
    'taken back by somebody',
    given.payingBack,
    ask.payBack(ask.reversed),
    113,
    [setAside('it could not be refunded (reversed)')],
    'set_aside, failed',
  ),
  ...(
    [
      ['pending', ask.refundPending],
      ['not_found', ask.notFound],
      ['not_sent', ask.notSent],
      ['timeout', ask.lost],
    ] as const
  ).map(([cause, answer]) =>
    row(
      'paying back',
      given.payingBack,
      ask.payBack(answer),
      113,
      [unconfirmed(cause, 118)],
      'paying_back, failed',
    ),
  ),
  row(
    'a moment before a person must look',
    given.payingBack,
    ask.payBack(ask.lost),
    due - 0.001,
    [unconfirmed('timeout', due + 4.999)],
    'paying_back, failed',
  ),
  row(
    'a person must look',
    given.payingBack,
    ask.payBack(ask.lost),
    due,
    [setAside('it could not be refunded (timeout)')],
    'set_aside, failed',
  ),
  row(
    'refunds may take days',
    given.payingBack,
    ask.payBack(ask.refundPending),
    9 * dayS,
    [unconfirmed('pending', 9 * dayS + 5)],
    'paying_back, failed',
  ),
  ...[ask.refundFailed, ask.refundPending, ask.lost].flatMap((answer) => [
    row('one who lost it', given.payingBack, ask.payBack(answer, stale), 113, 'superseded'),
    row('set aside', given.setAsidePayBack, ask.payBack(answer), 120, 'superseded'),
  ]),
  ...notOwed.map((state) => row(state, given[state], ask.payBack(ask.refundSucceeded), 200, 'superseded')),
  row('no such attempt', given.payingBack, ask.payBack(ask.refundSucceeded, ask.epoch, 2), 113, 'superseded'),
]

export const payBackRows = [...decisionRows, ...askedRows, ...recordRows]
