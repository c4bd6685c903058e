/** Refunds: when one may be asked for, and what the acquirer answers to it at once. */
import { type ExpectedEvent, row } from './row.ts'
import { at, dayS, given } from './situations.ts'
import * as ask from './vocabulary.ts'

const stale = ask.epoch - 1
const windowS = 180 * dayS
const requested = (amountMinor: number, atS: number, id = ask.refundId): ExpectedEvent => ({
  type: 'refund_requested',
  refundId: id,
  reference: `${id}-reference`,
  amountMinor,
  reason: 'returned',
  nextAtMs: at(atS + 60),
})
const accepted = (nextAtS: number): ExpectedEvent => ({
  type: 'refund_accepted',
  acquirerRefundId: 'rf1',
  nextAtMs: at(nextAtS),
})
const succeeded: ExpectedEvent = { type: 'refund_succeeded', acquirerRefundId: 'rf1' }
const failed = (declineCode = 'processing_error'): ExpectedEvent => ({ type: 'refund_failed', declineCode })
const missed = (cause: string, nextAtS: number): ExpectedEvent => ({
  type: 'refund_answer_missed',
  cause,
  nextAtMs: at(nextAtS),
})
const is = (state: string) => `approved, succeeded, ${state}`

const notTaken = ['opened', 'sending', 'failed', 'expired', 'canceled', 'reversingFailed'] as const
const stillReserved = [
  'refundSending',
  'refundPending',
  'refundUnknown',
  'refundReversing',
  'refundSetAside',
] as const

const requestRows = [
  row('the whole', given.succeeded, ask.refund(1_000), 9, [requested(1_000, 9)], is('sending')),
  row('what remains', given.succeeded, ask.refund(null), 9, [requested(1_000, 9)], is('sending')),
  row('a part', given.succeeded, ask.refund(1), 9, [requested(1, 9)], is('sending')),
  row(
    'all of the rest',
    given.refundSucceeded,
    ask.refund(600, 'b'),
    200,
    [requested(600, 200, 'b')],
    is('succeeded sending'),
  ),
  row(
    'what remains of a part',
    given.refundSucceeded,
    ask.refund(null, 'b'),
    200,
    [requested(600, 200, 'b')],
    is('succeeded sending'),
  ),
  row(
    'the whole after a failure',
    given.refundFailed,
    ask.refund(1_000, 'b'),
    200,
    [requested(1_000, 200, 'b')],
    is('failed sending'),
  ),
  row(
    'the last moment',
    given.succeeded,
    ask.refund(1),
    windowS - 0.001,
    [requested(1, windowS - 0.001)],
    is('sending'),
  ),
  // In the order of precedence: every later reason holds too.
  ...notTaken.map((state) =>
    row(`${state}, late, too much`, given[state], ask.refund(9_999), windowS, 'payment_not_refundable'),
  ),
  row('late, too much', given.refundedWhole, ask.refund(9_999), windowS, 'payment_already_refunded'),
  row(
    'for the 101st time, late, too much',
    given.refundedOften,
    ask.refund(9_999),
    windowS,
    'refund_limit_reached',
  ),
  row('nothing remains', given.refundedWhole, ask.refund(null), 200, 'payment_already_refunded'),
  row('late this moment, too much', given.succeeded, ask.refund(9_999), windowS, 'refund_window_closed'),
  row('one too much', given.succeeded, ask.refund(1_001), 9, 'refund_amount_too_large'),
  row('one more than the rest', given.refundSucceeded, ask.refund(601), 200, 'refund_amount_too_large'),
  ...stillReserved.map((state) =>
    row(
      `${state}, one more than the rest`,
      given[state],
      ask.refund(601, 'b'),
      dayS * 2,
      'refund_amount_too_large',
    ),
  ),
]

const answerRows = [
  row(
    'sending',
    given.refundSending,
    ask.refundAnswer(ask.refundPending),
    105,
    [accepted(110)],
    is('pending'),
  ),
  row('sending', given.refundSending, ask.refundAnswer(ask.notSent), 105, [failed()], is('failed')),
  row(
    'sending',
    given.refundSending,
    ask.refundAnswer(ask.lost),
    105,
    [missed('timeout', 110)],
    is('unknown'),
  ),
  row(
    'unknown',
    given.refundUnknown,
    ask.refundAnswer(ask.refundPending),
    105,
    [accepted(110)],
    is('pending'),
  ),
  ...(['refundSending', 'refundPending', 'refundUnknown', 'refundSetAside'] as const).flatMap((state) => [
    row(state, given[state], ask.refundAnswer(ask.refundSucceeded), 105, [succeeded], is('succeeded')),
    row(
      state,
      given[state],
      ask.refundAnswer(ask.refundFailed),
      105,
      [failed('issuer_declined')],
      is('failed'),
    ),
  ]),
  ...(['refundPending', 'refundSetAside'] as const).map((state) =>
    row(state, given[state], ask.refundAnswer(ask.refundPending), 105, []),
  ),
  ...(['refundPending', 'refundUnknown', 'refundSetAside'] as const).flatMap((state) => [
    row(state, given[state], ask.refundAnswer(ask.notSent), 105, []),
    row(state, given[state], ask.refundAnswer(ask.lost), 105, []),
  ]),
  ...(['refundReversing', 'refundSucceeded', 'refundFailed'] as const).flatMap((state) =>
    [ask.refundSucceeded, ask.refundFailed, ask.refundPending, ask.notSent, ask.lost].map((late) =>
      row(state, given[state], ask.refundAnswer(late), 220, []),
    ),
  ),
  row('no such refund', given.refundSending, ask.refundAnswer(ask.refundSucceeded, 'b'), 105, []),
]

const notSending = [
  'refundPending',
  'refundUnknown',
  'refundReversing',
  'refundSetAside',
  'refundFailed',
] as const

const takeOverRows = [
  row(
    'the sender did not come back',
    given.refundSending,
    ask.takeOverRefund(),
    160,
    [missed('the process that sent the request did not finish in time', 160)],
    is('unknown'),
  ),
  row('another worker has it', given.refundSending, ask.takeOverRefund(stale), 160, 'superseded'),
  row('no such refund', given.refundSending, ask.takeOverRefund(ask.epoch, 'b'), 160, 'superseded'),
  ...notSending.map((state) => row(state, given[state], ask.takeOverRefund(), 160, 'superseded')),
]

export const refundRows = [...requestRows, ...answerRows, ...takeOverRows]
