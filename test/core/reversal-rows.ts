/** Reversals: acknowledged, not acknowledged, and repeated where they are no tombstones. */
import { type ExpectedEvent, row } from './row.ts'
import { at, dayS, given, lifeS, play } from './situations.ts'
import * as ask from './vocabulary.ts'

const stale = ask.epoch - 1
const acknowledged = (nextAtS: number | null): ExpectedEvent => ({
  type: 'attempt_reversed',
  nextAtMs: nextAtS === null ? null : at(nextAtS),
})
const unacknowledged = (nextAtS: number): ExpectedEvent => ({
  type: 'attempt_reversal_unacknowledged',
  cause: 'timeout',
  nextAtMs: at(nextAtS),
})
const failed = (declineCode: string): ExpectedEvent => ({ type: 'payment_failed', declineCode })
const noTombstone = { isTombstone: false } as const

const acknowledgedRows = [
  row(
    'waited for',
    given.reversing,
    ask.reversal(ask.reversed),
    112,
    [acknowledged(null)],
    'reversed, pending',
  ),
  row(
    'waited for, brought by one who lost it',
    given.reversing,
    ask.reversal(ask.reversed, { by: stale }),
    112,
    [acknowledged(null)],
    'reversed, pending',
  ),
  row(
    'no tombstone',
    given.reversing,
    ask.reversal(ask.reversed, noTombstone),
    112,
    [acknowledged(712), failed('processing_error')],
    'reversed, failed',
  ),
  row(
    'no tombstone, after a challenge',
    play(given.challenged, [601, ask.inquiry(ask.lost)]),
    ask.reversal(ask.reversed, noTombstone),
    602,
    [acknowledged(1_202)],
    'reversed, pending',
  ),
  row(
    'the only card',
    given.oneCardStates.reversing,
    ask.reversal(ask.reversed),
    602,
    [acknowledged(null), failed('authentication_failed')],
    'reversed, failed',
  ),
  row(
    'the session is over this moment',
    given.reversing,
    ask.reversal(ask.reversed),
    lifeS,
    [acknowledged(null), { type: 'payment_expired' }],
    'reversed, expired',
  ),
  row(
    'the session is over a moment later',
    given.reversing,
    ask.reversal(ask.reversed),
    lifeS - 0.001,
    [acknowledged(null)],
    'reversed, pending',
  ),
  row(
    'set aside, acknowledged after all',
    given.setAsideDecided,
    ask.reversal(ask.reversed, { by: stale }),
    dayS + 200,
    [acknowledged(null)],
    'reversed, failed',
  ),
  row(
    'the payment has failed already',
    given.reversingFailed,
    ask.reversal(ask.reversed),
    lifeS,
    [acknowledged(null)],
    'reversed, failed',
  ),
]

const overdueFailed = play(given.oneCardStates.reversing, [602, ask.reversal(ask.lost)])
const triedTwice = play(given.reversing, [111, ask.reversal(ask.lost)], [116, ask.reversal(ask.lost)])
const setAside: ExpectedEvent = { type: 'attempt_set_aside', cause: 'timeout' }

const unacknowledgedRows = [
  row(
    'the first time',
    given.reversing,
    ask.reversal(ask.lost),
    112,
    [unacknowledged(117)],
    'reversing, pending',
  ),
  row('the third time', triedTwice, ask.reversal(ask.lost), 130, [unacknowledged(150)], 'reversing, pending'),
  row(
    'a moment before the customer must know',
    given.reversing,
    ask.reversal(ask.lost),
    599.999,
    [unacknowledged(604.999)],
    'reversing, pending',
  ),
  row(
    'the customer must know',
    given.reversing,
    ask.reversal(ask.lost),
    600,
    [unacknowledged(605), failed('processing_error')],
    'reversing, failed',
  ),
  row(
    'the customer knows',
    overdueFailed,
    ask.reversal(ask.lost),
    700,
    [unacknowledged(710)],
    'reversing, failed',
  ),
  row(
    'the customer knows, and it is acknowledged at last',
    overdueFailed,
    ask.reversal(ask.reversed),
    700,
    [acknowledged(null)],
    'reversed, failed',
  ),
  row(
    'a moment before a person must look',
    given.reversingFailed,
    ask.reversal(ask.lost),
    dayS + 4.999,
    [unacknowledged(dayS + 9.999)],
    'reversing, failed',
  ),
  row(
    'a person must look',
    given.reversingFailed,
    ask.reversal(ask.lost),
    dayS + 5,
    [setAside],
    'set_aside, failed',
  ),
  row(
    'a person must look, and the customer must know',
    given.reversing,
    ask.reversal(ask.lost),
    dayS + 110,
    [setAside, failed('processing_error')],
    'set_aside, failed',
  ),
]

const repeatedOnce = play(given.repeating, [712, ask.reversal(ask.reversed)])
const repeated = (nextAtS: number | null): ExpectedEvent => ({
  type: 'attempt_reversal_repeated',
  nextAtMs: nextAtS === null ? null : at(nextAtS),
})

const repeatedRows = [
  row(
    'a moment early',
    given.repeating,
    ask.reversal(ask.reversed),
    711.999,
    [repeated(712)],
    'reversed, failed',
  ),
  row(
    'the first repetition',
    given.repeating,
    ask.reversal(ask.reversed),
    712,
    [repeated(dayS + 112)],
    'reversed, failed',
  ),
  row(
    'the last repetition',
    repeatedOnce,
    ask.reversal(ask.reversed),
    dayS + 112,
    [repeated(null)],
    'reversed, failed',
  ),
  row(
    'a repetition that is not acknowledged',
    given.repeating,
    ask.reversal(ask.lost),
    712,
    [{ type: 'attempt_late_answer_recorded', answer: 'unknown' }, repeated(1_012)],
    'reversed, failed',
  ),
  row('a repetition, lost', given.repeating, ask.reversal(ask.reversed, { by: stale }), 712, 'superseded'),
  row('nothing to repeat', given.reversed, ask.reversal(ask.reversed), 712, 'superseded'),
]

const notReversing = [
  'sending',
  'challenged',
  'unknown',
  'set_aside',
  'declined',
  'reversedByOthers',
  'payingBack',
  'paidBack',
] as const

const refusedRows = [
  row('one who lost it', given.reversing, ask.reversal(ask.lost, { by: stale }), dayS * 2, 'superseded'),
  row('no such attempt', given.reversing, ask.reversal(ask.reversed, { number: 2 }), 112, 'superseded'),
  row('set aside', given.setAsideDecided, ask.reversal(ask.lost), dayS + 200, 'superseded'),
  ...notReversing.map((state) => row(state, given[state], ask.reversal(ask.reversed), 112, 'superseded')),
]

export const reversalRows = [...acknowledgedRows, ...unacknowledgedRows, ...repeatedRows, ...refusedRows]
