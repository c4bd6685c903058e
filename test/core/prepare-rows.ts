/** Attempts at an acquirer that is told of the charge before the card: the handle, and what is known without it. */
import { type ExpectedEvent, row } from './row.ts'
import { at, given, lifeS, open, play } from './situations.ts'
import * as ask from './vocabulary.ts'

const prepared: ExpectedEvent = { type: 'attempt_prepared', handle: 'pi1' }
const notSent: ExpectedEvent = { type: 'attempt_not_sent' }
const failed: ExpectedEvent = { type: 'payment_failed', declineCode: 'processing_error' }

const oneCard = play(open({ attemptsMax: 1 }), [0, ask.startPrepared()])
const others = ['sending', 'challenged', 'unknown', 'reversing', 'set_aside', 'succeeded', 'notSent'] as const

const handleRows = [
  row('announced', given.unprepared, ask.prepared(), 2, [prepared], 'sending, pending'),
  row('announced before', given.prepared, ask.prepared('pi2'), 2, 'superseded'),
  row('closed by a worker', given.unpreparedClosed, ask.prepared(), 61, 'superseded'),
  row('no such attempt', given.unprepared, ask.prepared('pi1', 2), 2, 'superseded'),
  ...others.map((state) => row(state, given[state], ask.prepared(), 50, 'superseded')),
]

const takeOverRows = [
  row(
    'without a handle no card was sent',
    given.unprepared,
    ask.takeOver(),
    60,
    [notSent],
    'not_sent, pending',
  ),
  row('the same, the only card', oneCard, ask.takeOver(), 60, [notSent, failed], 'not_sent, failed'),
  row(
    'the same, when the session is over',
    given.unprepared,
    ask.takeOver(),
    lifeS,
    [notSent, { type: 'payment_expired' }],
    'not_sent, expired',
  ),
  row(
    'with a handle it may have been sent',
    given.prepared,
    ask.takeOver(),
    60,
    [
      {
        type: 'attempt_answer_missed',
        cause: 'the process that sent the request did not finish in time',
        nextAtMs: at(60),
      },
    ],
    'unknown, pending',
  ),
  row('another worker has it', given.unprepared, ask.takeOver(6), 60, 'superseded'),
]

const answerRows = [
  row('not sent', given.unprepared, ask.answer(ask.notSent), 5, [notSent], 'not_sent, pending'),
  row('not sent after all', given.prepared, ask.answer(ask.notSent), 5, [notSent], 'not_sent, pending'),
]

const returned = (atS: number, token = 'abc'): ExpectedEvent => ({
  type: 'attempt_challenge_returned',
  fields: { token },
  nextAtMs: at(atS + 5),
})
const closed = ['sending', 'identifying', 'unknown', 'reversing', 'reversingFailed', 'succeeded'] as const
const cameBackWithTwo = play(given.challenged, [20, ask.comeBack({ token: 'abc', step: '1' })])
const tenTimes = play(
  given.challenged,
  ...Array.from({ length: 10 }, (_, i) => [i + 2, ask.comeBack({ token: `${i}` })] as const),
)

const returnRows = [
  row('challenged', given.challenged, ask.comeBack(), 20, [returned(20)], 'challenged, requires_action'),
  row(
    'with nothing to keep',
    given.challenged,
    ask.comeBack({}),
    20,
    [{ ...returned(20), fields: {} }],
    'challenged, requires_action',
  ),
  row(
    'just before the challenge ends',
    given.challenged,
    ask.comeBack(),
    600,
    [{ ...returned(600), nextAtMs: at(601) }],
    'challenged, requires_action',
  ),
  row('with the same', given.cameBack, ask.comeBack(), 30, []),
  row(
    'with one of two fields changed',
    cameBackWithTwo,
    ask.comeBack({ token: 'abc', step: '2' }),
    30,
    [{ ...returned(30), fields: { token: 'abc', step: '2' } }],
    'challenged, requires_action',
  ),
  row(
    'with something else',
    given.cameBack,
    ask.comeBack({ token: 'other' }),
    30,
    [returned(30, 'other')],
    'challenged, requires_action',
  ),
  row(
    'with less',
    given.cameBack,
    ask.comeBack({}),
    30,
    [{ ...returned(30), fields: {} }],
    'challenged, requires_action',
  ),
  row('more often than any customer', tenTimes, ask.comeBack(), 30, []),
  row('no such attempt', given.challenged, ask.comeBack({}, 2), 20, 'superseded'),
  ...closed.map((state) => row(state, given[state], ask.comeBack(), 50, 'superseded')),
]

const inconclusive = (cause: string, nextAtS: number): ExpectedEvent => ({
  type: 'attempt_inquiry_inconclusive',
  cause,
  notFoundCount: 0,
  nextAtMs: at(nextAtS),
})

const finishRows = [
  row(
    'the acquirer does not answer',
    given.cameBack,
    ask.inquiry(ask.lost),
    25,
    [inconclusive('timeout', 35)],
    'challenged, requires_action',
  ),
  row(
    'the issuer still waits',
    given.cameBack,
    ask.inquiry(ask.challenge),
    25,
    [inconclusive('challenge', 35)],
    'challenged, requires_action',
  ),
  row(
    'the challenge ends before the next question',
    given.cameBack,
    ask.inquiry(ask.lost),
    599,
    [inconclusive('timeout', 601)],
    'challenged, requires_action',
  ),
  row(
    'the challenge is over',
    given.cameBack,
    ask.inquiry(ask.lost),
    601,
    [
      {
        type: 'attempt_reversal_decided',
        paymentWaits: true,
        declineCode: 'authentication_failed',
        cause: 'the challenge was not completed in time (unknown)',
        nextAtMs: at(601),
      },
    ],
    'reversing, pending',
  ),
  row(
    'the issuer is content',
    given.cameBack,
    ask.inquiry(ask.approved),
    25,
    [
      { type: 'attempt_approved', acquirerTransactionId: 'tx1', country: null },
      { type: 'payment_succeeded' },
    ],
    'approved, succeeded',
  ),
]

export const prepareRows = [...handleRows, ...takeOverRows, ...answerRows, ...returnRows, ...finishRows]
