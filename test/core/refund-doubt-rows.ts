/** Refunds without a usable answer: what is found out by asking, and when one is reversed or set aside. */
import type { RefundInquiryAnswer, ReversalAnswer } from '../../src/core/attempt/answers.ts'
import { type ExpectedEvent, row } from './row.ts'
import { at, dayS, given, play } from './situations.ts'
import * as ask from './vocabulary.ts'

const stale = ask.epoch - 1
const accepted = (nextAtS: number): ExpectedEvent => ({
  type: 'refund_accepted',
  acquirerRefundId: 'rf1',
  nextAtMs: at(nextAtS),
})
const succeeded: ExpectedEvent = { type: 'refund_succeeded', acquirerRefundId: 'rf1' }
const failed = (declineCode = 'processing_error'): ExpectedEvent => ({ type: 'refund_failed', declineCode })
const inconclusive = (cause: string, nextAtS: number, notFoundCount = 0): ExpectedEvent => ({
  type: 'refund_inquiry_inconclusive',
  cause,
  notFoundCount,
  nextAtMs: at(nextAtS),
})
const setAside = (cause: string): ExpectedEvent => ({ type: 'refund_set_aside', cause })
const is = (state: string) => `approved, succeeded, ${state}`

const conclusiveRows = [ask.epoch, stale].flatMap((by) => [
  ...(['refundSending', 'refundPending', 'refundUnknown', 'refundSetAside'] as const).flatMap((state) => [
    row(state, given[state], ask.refundInquiry(ask.refundSucceeded, by), 150, [succeeded], is('succeeded')),
    row(
      state,
      given[state],
      ask.refundInquiry(ask.refundFailed, by),
      150,
      [failed('issuer_declined')],
      is('failed'),
    ),
  ]),
  ...(['refundSending', 'refundUnknown'] as const).map((state) =>
    row(state, given[state], ask.refundInquiry(ask.refundPending, by), 150, [accepted(155)], is('pending')),
  ),
])

const inconclusiveAnswers = [ask.notFound, ask.lost, ask.reversed]
const closed = ['refundReversing', 'refundSucceeded', 'refundFailed'] as const

const refusedRows = [
  ...closed.flatMap((state) =>
    [ask.refundSucceeded, ask.refundFailed, ask.lost].map((answer) =>
      row(state, given[state], ask.refundInquiry(answer), 220, 'superseded'),
    ),
  ),
  row(
    'no such refund',
    given.refundUnknown,
    ask.refundInquiry(ask.reversed, ask.epoch, 'b'),
    150,
    'superseded',
  ),
  row('pending, lost', given.refundPending, ask.refundInquiry(ask.refundPending, stale), 150, 'superseded'),
  row('set aside', given.refundSetAside, ask.refundInquiry(ask.refundPending), 150, 'superseded'),
  ...inconclusiveAnswers.flatMap((answer) => [
    row('unknown, one who lost it', given.refundUnknown, ask.refundInquiry(answer, stale), 190, 'superseded'),
    row('sending', given.refundSending, ask.refundInquiry(answer), 190, 'superseded'),
    row('set aside', given.refundSetAside, ask.refundInquiry(answer), 190, 'superseded'),
  ]),
]

const once = play(given.refundUnknown, [190, ask.refundInquiry(ask.notFound)])
const asked = play(given.refundPending, [110, ask.refundInquiry(ask.lost)])
const unheardOf = (atS: number): ExpectedEvent => ({
  type: 'refund_reversal_decided',
  cause: 'the acquirer has no record of it',
  nextAtMs: at(atS),
})
const inquiry = ask.refundInquiry
const quietS = 190

const inconclusiveRows = [
  ...(['refundPending', 'refundUnknown'] as const).map((state) =>
    row(state, given[state], inquiry(ask.reversed), 150, [failed()], is('failed')),
  ),
  row('unknown', given.refundUnknown, inquiry(ask.lost), 150, [inconclusive('timeout', 160)], is('unknown')),
  row(
    'pending',
    given.refundPending,
    inquiry(ask.refundPending),
    150,
    [inconclusive('pending', 160)],
    is('pending'),
  ),
  row('asked before', asked, inquiry(ask.refundPending), 150, [inconclusive('pending', 170)], is('pending')),
  row(
    'a moment before the quiet time ends',
    given.refundUnknown,
    inquiry(ask.notFound),
    quietS - 0.001,
    [inconclusive('not_found', quietS + 9.999)],
    is('unknown'),
  ),
  row(
    'the quiet time is over',
    given.refundUnknown,
    inquiry(ask.notFound),
    quietS,
    [inconclusive('not_found', quietS + 10, 1)],
    is('unknown'),
  ),
  row('found once', once, inquiry(ask.notFound), 200, [inconclusive('not_found', 210, 2)], is('unknown')),
  row('a row broken', once, inquiry(ask.lost), 200, [inconclusive('timeout', 220)], is('unknown')),
  row(
    'accepted once',
    given.refundPending,
    inquiry(ask.notFound),
    200,
    [inconclusive('not_found', 210)],
    is('pending'),
  ),
  row(
    'the third time',
    given.refundAlmostNotFound,
    inquiry(ask.notFound),
    210,
    [unheardOf(210)],
    is('reversing'),
  ),
  row(
    'the third time, a day later',
    given.refundAlmostNotFound,
    inquiry(ask.notFound),
    dayS + 100,
    [unheardOf(dayS + 100)],
    is('reversing'),
  ),
  row(
    'a moment before a person must look',
    given.refundUnknown,
    inquiry(ask.lost),
    dayS + 99.999,
    [inconclusive('timeout', dayS + 109.999)],
    is('unknown'),
  ),
  row(
    'a person must look',
    given.refundUnknown,
    inquiry(ask.lost),
    dayS + 100,
    [setAside('timeout')],
    is('set_aside'),
  ),
  row(
    'a person must look',
    given.refundPending,
    inquiry(ask.notFound),
    dayS + 100,
    [setAside('not_found')],
    is('set_aside'),
  ),
  row(
    'refunds may take days',
    given.refundPending,
    inquiry(ask.refundPending),
    dayS * 9,
    [inconclusive('pending', dayS * 9 + 10)],
    is('pending'),
  ),
]

const unacknowledged = (nextAtS: number): ExpectedEvent => ({
  type: 'refund_reversal_unacknowledged',
  cause: 'timeout',
  nextAtMs: at(nextAtS),
})
const tried = play(given.refundReversing, [211, ask.refundReversal(ask.lost)])
const reversal = ask.refundReversal
const noTombstone = (by = ask.epoch) => ask.refundReversal(ask.reversed, by, ask.refundId, false)
const repeatedLater = (nextAtS: number): ExpectedEvent => ({
  type: 'refund_reversal_unacknowledged',
  cause: 'a delayed request may still take effect',
  nextAtMs: at(nextAtS),
})
type Found = RefundInquiryAnswer | null
const said = (answer: ReversalAnswer, found: Found, by = ask.epoch, isTombstone = true) =>
  ask.refundReversal(answer, by, ask.refundId, isTombstone, found)
const open = ['refundSending', 'refundPending', 'refundUnknown', 'refundSetAside', 'refundFailed'] as const

const reversalRows = [
  row('the holder', given.refundReversing, reversal(ask.reversed), 212, [failed()], is('failed')),
  row('one who lost it', given.refundReversing, reversal(ask.reversed, stale), 212, [failed()], is('failed')),
  row('no tombstone', given.refundReversing, noTombstone(), 212, [repeatedLater(700)], is('reversing')),
  row(
    'no tombstone, ten minutes later',
    given.refundReversing,
    noTombstone(),
    700,
    [repeatedLater(dayS + 100)],
    is('reversing'),
  ),
  row(
    'no tombstone, a day later',
    given.refundReversing,
    noTombstone(),
    dayS + 100,
    [failed()],
    is('failed'),
  ),
  row(
    'no tombstone, not acknowledged',
    given.refundReversing,
    reversal(ask.lost, ask.epoch, ask.refundId, false),
    212,
    [unacknowledged(217)],
    is('reversing'),
  ),
  row('no tombstone, one who lost it', given.refundReversing, noTombstone(stale), 212, 'superseded'),
  row(
    'the first time',
    given.refundReversing,
    reversal(ask.lost),
    212,
    [unacknowledged(217)],
    is('reversing'),
  ),
  row('the second time', tried, reversal(ask.lost), 216, [unacknowledged(226)], is('reversing')),
  row(
    'a moment before a person must look',
    given.refundReversing,
    reversal(ask.lost),
    dayS + 99.999,
    [unacknowledged(dayS + 104.999)],
    is('reversing'),
  ),
  row(
    'a person must look',
    given.refundReversing,
    reversal(ask.lost),
    dayS + 100,
    [setAside('timeout')],
    is('set_aside'),
  ),
  row('one who lost it', given.refundReversing, reversal(ask.lost, stale), dayS + 100, 'superseded'),
  // Whether it was refused or not acknowledged: they were asked, and what they said wins, whoever brings it.
  ...[ask.lost, ask.tooLate].flatMap((answer) =>
    [ask.epoch, stale].flatMap((by) => [
      row(
        'paid out',
        given.refundReversing,
        said(answer, ask.refundSucceeded, by),
        212,
        [succeeded],
        is('succeeded'),
      ),
      row(
        'refused by them',
        given.refundReversing,
        said(answer, ask.refundFailed, by),
        212,
        [failed('issuer_declined')],
        is('failed'),
      ),
      row(
        'accepted',
        given.refundReversing,
        said(answer, ask.refundPending, by),
        212,
        [accepted(217)],
        is('pending'),
      ),
      row(
        'reversed after all',
        given.refundReversing,
        said(answer, ask.reversed, by),
        212,
        [failed()],
        is('failed'),
      ),
    ]),
  ),
  ...[ask.notFound, null].map((found) =>
    row(
      `too late, and ${found === null ? 'they were not asked' : 'not found yet'}`,
      given.refundReversing,
      said(ask.tooLate, found),
      212,
      [{ ...unacknowledged(217), cause: 'too_late' }],
      is('reversing'),
    ),
  ),
  row(
    'reversed after all, no tombstone',
    given.refundReversing,
    said(ask.lost, ask.reversed, ask.epoch, false),
    212,
    [repeatedLater(700)],
    is('reversing'),
  ),
  row('no such refund', given.refundReversing, reversal(ask.reversed, ask.epoch, 'b'), 212, 'superseded'),
  ...open.map((state) => row(state, given[state], reversal(ask.reversed), 212, 'superseded')),
]

export const refundDoubtRows = [...conclusiveRows, ...refusedRows, ...inconclusiveRows, ...reversalRows]
