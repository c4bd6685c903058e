/** Starting an attempt, the acquirer's answer to it, and taking it over from a sender who did not come back. */
import { type ExpectedEvent, row } from './row.ts'
import { at, dayS, given, lifeS } from './situations.ts'
import * as ask from './vocabulary.ts'

function started(number: number, atS: number): ExpectedEvent {
  const reference = `test0001-0a1b2c3d0a1b0a1b0a1b0a1b2c3d4e5fa${number}`
  const { card, acquirer } = ask
  const nextAtMs = at(atS + 60)
  return { type: 'attempt_started', number, reference, card, customer: null, ...acquirer, nextAtMs }
}

const challengedUntil = (atS: number): ExpectedEvent => ({
  type: 'attempt_challenge_requested',
  url: 'https://bank.example/1',
  fields: null,
  country: null,
  expiresAtMs: at(atS + 600),
  nextAtMs: at(atS + 600),
})
const approved: readonly ExpectedEvent[] = [
  { type: 'attempt_approved', acquirerTransactionId: 'tx1', country: null },
  { type: 'payment_succeeded' },
]
const declined: ExpectedEvent = { type: 'attempt_declined', declineCode: 'do_not_honor', country: null }
const wrongTerms = 'the approval has a different reference, amount, or currency'
const missed = (cause: string, nextAtS: number): ExpectedEvent => ({
  type: 'attempt_answer_missed',
  cause,
  nextAtMs: at(nextAtS),
})
const evidence = (answer: string): ExpectedEvent => ({ type: 'attempt_late_answer_recorded', answer })

const blocking = ['sending', 'challenged', 'unknown', 'reversing', 'set_aside'] as const
const ended = ['succeeded', 'failed', 'expired', 'canceled', 'abandoned', 'setAsideDecided'] as const

const startRows = [
  row('an open payment', given.opened, ask.start(), 3, [started(1, 3)], 'sending, pending'),
  row(
    'an open payment, by a customer who is named',
    given.opened,
    ask.start(1, ask.customer),
    3,
    [{ ...started(1, 3), customer: ask.customer }],
    'sending, pending',
  ),
  row(
    'the last moment',
    given.opened,
    ask.start(),
    lifeS - 0.001,
    [started(1, lifeS - 0.001)],
    'sending, pending',
  ),
  row('one card declined', given.declined, ask.start(2), 9, [started(2, 9)], 'declined sending, pending'),
  row('one card reversed', given.reversed, ask.start(2), 120, [started(2, 120)], 'reversed sending, pending'),
  // In the order of precedence: each is refused for its own reason although every later reason holds too.
  ...ended.map((state) => row(`${state}, stale, late`, given[state], ask.start(9), lifeS, 'payment_ended')),
  ...blocking.map((state) =>
    row(`${state}, stale, late`, given[state], ask.start(9), lifeS, 'attempt_running'),
  ),
  row('a form for another attempt, late', given.declined, ask.start(1), lifeS, 'superseded'),
  row('a form for an attempt to come, late', given.opened, ask.start(2), lifeS, 'superseded'),
  row('its time is over this moment', given.opened, ask.start(), lifeS, 'payment_expired'),
]

const answerRows = [
  row('sending', given.sending, ask.answer(ask.approved), 5, approved, 'approved, succeeded'),
  row(
    'sending, another amount',
    given.sending,
    ask.answer(ask.approvedOther),
    5,
    [missed(wrongTerms, 10)],
    'unknown, pending',
  ),
  row(
    'sending, about another reference',
    given.sending,
    ask.answer(ask.approvedAnother),
    5,
    [missed(wrongTerms, 10)],
    'unknown, pending',
  ),
  row(
    'sending, another currency',
    given.sending,
    ask.answer(ask.approvedDollars),
    5,
    [missed(wrongTerms, 10)],
    'unknown, pending',
  ),
  row('sending', given.sending, ask.answer(ask.declined), 5, [declined], 'declined, pending'),
  row(
    'sending, and the issuer advises against another try',
    given.sending,
    ask.answer({ ...ask.declined, retry: 'never' }),
    5,
    [{ ...declined, retry: 'never' }],
    'declined, pending',
  ),
  row(
    'sending',
    given.sending,
    ask.answer(ask.challenge),
    5,
    [challengedUntil(5)],
    'challenged, requires_action',
  ),
  row(
    'sending',
    given.sending,
    ask.answer(ask.notSent),
    5,
    [{ type: 'attempt_not_sent' }],
    'not_sent, pending',
  ),
  row('sending', given.sending, ask.answer(ask.lost), 30, [missed('timeout', 35)], 'unknown, pending'),
  row(
    'sending',
    given.sending,
    ask.answer(ask.challengeForm),
    5,
    [{ ...challengedUntil(5), fields: { creq: 'e30' } }],
    'challenged, requires_action',
  ),
  row('challenged', given.challenged, ask.answer(ask.approved), 5, approved, 'approved, succeeded'),
  row('challenged', given.challenged, ask.answer(ask.declined), 5, [declined], 'declined, pending'),
  row('unknown, a late answer', given.unknown, ask.answer(ask.approved), 50, approved, 'approved, succeeded'),
  row('unknown, a late answer', given.unknown, ask.answer(ask.declined), 50, [declined], 'declined, pending'),
  row(
    'unknown, a late answer',
    given.unknown,
    ask.answer(ask.challenge),
    50,
    [challengedUntil(50)],
    'challenged, requires_action',
  ),
  ...(['challenged', 'unknown'] as const).flatMap((state) => [
    row(state, given[state], ask.answer(ask.approvedOther), 50, []),
    row(state, given[state], ask.answer(ask.notSent), 50, []),
    row(state, given[state], ask.answer(ask.lost), 50, []),
  ]),
  row('challenged', given.challenged, ask.answer(ask.challenge), 50, []),
]

const notChargedRows = [
  row(
    'the only card, late',
    given.oneCardStates.sending,
    ask.answer({ ...ask.declined, declineCode: 'lost_card' }),
    lifeS,
    [
      { ...declined, declineCode: 'lost_card' },
      { type: 'payment_failed', declineCode: 'lost_card' },
    ],
    'declined, failed',
  ),
  row(
    'the only card',
    given.oneCardStates.sending,
    ask.answer(ask.notSent),
    5,
    [{ type: 'attempt_not_sent' }, { type: 'payment_failed', declineCode: 'processing_error' }],
    'not_sent, failed',
  ),
  row(
    'the session ends this moment',
    given.sending,
    ask.answer(ask.declined),
    lifeS,
    [declined, { type: 'payment_expired' }],
    'declined, expired',
  ),
  row(
    'the session ends a moment later',
    given.sending,
    ask.answer(ask.declined),
    lifeS - 0.001,
    [declined],
    'declined, pending',
  ),
]

const conclusiveAnswers = [ask.approved, ask.approvedOther, ask.declined, ask.challenge, ask.notSent]

const lateRows = [
  ...conclusiveAnswers.map((late) =>
    row(
      'decided to reverse',
      given.reversing,
      ask.answer(late),
      111,
      [evidence(late.kind)],
      'reversing, pending',
    ),
  ),
  row(
    'left the challenge',
    given.reversingFailed,
    ask.answer(ask.approved),
    6,
    [evidence('approved')],
    'reversing, failed',
  ),
  row(
    'set aside after the decision',
    given.setAsideDecided,
    ask.answer(ask.approved),
    dayS + 200,
    [evidence('approved')],
    'set_aside, failed',
  ),
  ...conclusiveAnswers.map((late) =>
    row(
      'set aside, because they had said something else',
      given.set_aside,
      ask.answer(late),
      50,
      [evidence(late.kind)],
      'set_aside, pending',
    ),
  ),
  row(
    'being paid back',
    given.payingBack,
    ask.answer(ask.approved),
    113,
    [evidence('approved')],
    'paying_back, failed',
  ),
  row('decided to reverse', given.reversing, ask.answer(ask.lost), 111, []),
  row('set aside', given.set_aside, ask.answer(ask.lost), 50, []),
  ...(['succeeded', 'declined', 'notSent', 'reversed', 'repeating', 'paidBack'] as const).flatMap((state) =>
    [...conclusiveAnswers, ask.lost].map((late) => row(state, given[state], ask.answer(late), 200, [])),
  ),
  row('no such attempt', given.sending, ask.answer(ask.approved, 2), 5, []),
  row('no attempt at all', given.opened, ask.answer(ask.approved), 5, []),
]

const others = [
  'challenged',
  'unknown',
  'reversing',
  'payingBack',
  'set_aside',
  'succeeded',
  'declined',
  'opened',
] as const

const takeOverRows = [
  row(
    'the sender did not come back',
    given.sending,
    ask.takeOver(),
    60,
    [missed('the process that sent the request did not finish in time', 60)],
    'unknown, pending',
  ),
  row('another worker has it', given.sending, ask.takeOver(6), 60, 'superseded'),
  row('no such attempt', given.sending, ask.takeOver(7, 2), 60, 'superseded'),
  ...others.map((state) => row(state, given[state], ask.takeOver(), 60, 'superseded')),
]

export const attemptRows = [...startRows, ...answerRows, ...notChargedRows, ...lateRows, ...takeOverRows]
