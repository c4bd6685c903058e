/** What a payment knows after each event, besides the state: times, counts, codes, whose card it shows. */
import { beforeEach, describe, expect, it } from 'vitest'
import { create } from '../../src/core/payment/apply.ts'
import type { Command } from '../../src/core/payment/commands.ts'
import type { Payment } from '../../src/core/payment/payment.ts'
import { at, created, dayS, open, play, situations } from './situations.ts'
import * as ask from './vocabulary.ts'

let given = situations()
beforeEach(() => {
  given = situations()
})

function attemptOf(payment: Payment, index = 0) {
  return payment.attempts[index]
}

const started = {
  number: 1,
  reference: 'test0001-0a1b2c3d0a1b0a1b0a1b0a1b2c3d4e5fa1',
  ...ask.acquirer,
  state: 'sending',
  decision: null,
  card: ask.card,
  declineCode: null,
  retry: null,
  acquirerTransactionId: null,
  challengeUrl: null,
  challengeFields: null,
  threeDsMethod: null,
  methodCompletion: null,
  challengeExpiresAtMs: null,
  returned: null,
  returns: 0,
  inquiries: 0,
  notFoundCount: 0,
  nextAtMs: at(60),
  startedAtMs: at(0),
  settledAtMs: null,
  payBackDecidedAtMs: null,
} as const

describe('a payment', () => {
  it('begins with what was asked and nothing else', () => {
    const event = { ...created({}, ask.card), customer: ask.customer }
    expect(create(event)).toStrictEqual({
      ...event.terms,
      card: ask.card,
      customer: ask.customer,
      extensions: 0,
      attempts: [],
      ending: null,
      refunds: [],
      personalDataRemovedAtMs: null,
      version: 1,
      epoch: 0,
    })
  })

  it('shows the card of its last attempt, with the country that the acquirer reported', () => {
    const second = play(given.declined, [9, ask.start(2)])
    expect(second.card).toStrictEqual(ask.card)
    const approved = play(second, [10, ask.answer({ ...ask.approved, country: 'FR' }, 2)])
    expect(approved.card).toStrictEqual({ ...ask.card, country: 'FR' })
    expect(attemptOf(approved)?.card.country).toBeNull()
    expect(attemptOf(approved, 1)?.card.country).toBe('FR')
  })

  it('keeps a known country if the acquirer reports none', () => {
    const french = { ...ask.card, country: 'FR' }
    const sending = play(open(), [
      0,
      { type: 'start_attempt', number: 1, card: french, customer: null, ...ask.acquirer },
    ])
    expect(play(sending, [2, ask.answer(ask.approved)]).card).toStrictEqual(french)
    expect(play(sending, [2, ask.answer(ask.challenge)]).card).toStrictEqual(french)
  })

  it('keeps showing the last card when an earlier attempt changes', () => {
    const mastercard = { ...ask.card, brand: 'mastercard', last4: '4444' } as const
    const second = play(given.repeatingOpen, [
      700,
      { type: 'start_attempt', number: 2, card: mastercard, customer: null, ...ask.acquirer },
    ])
    expect(play(second, [1_202, ask.reversal(ask.reversed)]).card).toStrictEqual(mastercard)
  })

  it('remembers a customer once named, and the one named last', () => {
    const named = play(open(), [0, ask.start(1, ask.customer)])
    expect(named.customer).toStrictEqual(ask.customer)
    const declined = play(named, [2, ask.answer(ask.declined)])
    expect(play(declined, [3, ask.start(2)]).customer).toStrictEqual(ask.customer)
    const other = { ...ask.customer, name: 'Grace Hopper' }
    expect(play(declined, [3, ask.start(2, other)]).customer).toStrictEqual(other)
  })
})

describe('an attempt', () => {
  it('is due for takeover when its sender must have finished', () => {
    expect(attemptOf(given.sending)).toStrictEqual(started)
  })

  it('is due when its challenge ends', () => {
    const challenged = play(given.sending, [1, ask.answer({ ...ask.challenge, country: 'DE' })])
    expect(attemptOf(challenged)).toStrictEqual({
      ...started,
      state: 'challenged',
      card: { ...ask.card, country: 'DE' },
      challengeUrl: 'https://bank.example/1',
      challengeExpiresAtMs: at(601),
      nextAtMs: at(601),
    })
  })

  it('knows the form that takes the customer to the challenge', () => {
    const challenged = play(given.sending, [1, ask.answer(ask.challengeForm)])
    expect(attemptOf(challenged)).toMatchObject({ challengeFields: { creq: 'e30' } })
  })

  it('is due when the time for the method ends, and for takeover once it was resumed', () => {
    const asked = play(given.sending, [1, ask.answer({ ...ask.method, country: 'DE' })])
    const waiting = {
      ...started,
      state: 'challenged',
      card: { ...ask.card, country: 'DE' },
      threeDsMethod: { url: 'https://bank.example/method', data: 'e30' },
      challengeExpiresAtMs: at(601),
      nextAtMs: at(601),
    }
    expect(attemptOf(asked)).toStrictEqual(waiting)
    const resumed = play(asked, [20, ask.resume('N')])
    expect(attemptOf(resumed)).toStrictEqual({
      ...waiting,
      state: 'sending',
      methodCompletion: 'N',
      nextAtMs: at(80),
    })
  })

  it('knows its acquirer, and the handle of the announced charge', () => {
    const own = { acquirer: 'stripe', account: 'acct_1', mustPrepare: true, handle: null }
    const sending = play(open(), [0, { ...ask.start(), ...own } as Command])
    expect(attemptOf(sending)).toStrictEqual({ ...started, ...own })
    const prepared = play(sending, [1, ask.prepared()])
    expect(attemptOf(prepared)).toStrictEqual({ ...started, ...own, handle: 'pi1' })
  })

  it('knows what the customer brought back from the issuer, and how often', () => {
    const first = { returned: { token: 'abc' }, returns: 1, nextAtMs: at(25) }
    expect(attemptOf(given.cameBack)).toMatchObject(first)
    const again = play(given.cameBack, [30, ask.comeBack({ token: 'other' })])
    expect(attemptOf(again)).toMatchObject({ returned: { token: 'other' }, returns: 2, nextAtMs: at(35) })
  })

  it('knows when and how it was settled', () => {
    const settled = { ...started, nextAtMs: null, settledAtMs: at(2) }
    expect(attemptOf(given.succeeded)).toStrictEqual({
      ...settled,
      state: 'approved',
      acquirerTransactionId: 'tx1',
    })
    const french = play(given.sending, [2, ask.answer({ ...ask.declined, country: 'FR' })])
    expect(attemptOf(french)).toStrictEqual({
      ...settled,
      state: 'declined',
      card: { ...ask.card, country: 'FR' },
      declineCode: 'do_not_honor',
    })
    expect(attemptOf(given.notSent)).toStrictEqual({
      ...settled,
      state: 'not_sent',
      declineCode: 'processing_error',
    })
  })

  it('counts inquiries and answers in a row, and starts again at zero with the decision', () => {
    const doubtful = { ...started, state: 'unknown' }
    expect(attemptOf(given.unknown)).toStrictEqual({ ...doubtful, nextAtMs: at(35) })
    expect(attemptOf(given.almostNotFound)).toStrictEqual({
      ...doubtful,
      inquiries: 2,
      notFoundCount: 2,
      nextAtMs: at(110),
    })
    const decided = {
      ...started,
      state: 'reversing',
      decision: { decidedAtMs: at(110), paymentWaits: true, declineCode: 'processing_error' },
      notFoundCount: 2,
    }
    expect(attemptOf(given.reversing)).toStrictEqual({ ...decided, nextAtMs: at(110) })
    const again = play(given.reversing, [112, ask.reversal(ask.lost)])
    expect(attemptOf(again)).toStrictEqual({ ...decided, inquiries: 1, nextAtMs: at(117) })
    const reversed = { ...decided, state: 'reversed', nextAtMs: null, settledAtMs: at(120) }
    expect(attemptOf(play(again, [120, ask.reversal(ask.reversed)]))).toStrictEqual(reversed)
    expect(attemptOf(given.setAsideDecided)).toStrictEqual({ ...decided, state: 'set_aside', nextAtMs: null })
  })

  it('remembers when it was first reversed, however often that is repeated', () => {
    const repeated = play(given.repeating, [712, ask.reversal(ask.reversed)])
    expect(attemptOf(repeated)).toMatchObject({
      settledAtMs: at(112),
      nextAtMs: at(dayS + 112),
      inquiries: 1,
    })
  })

  it('is not changed by evidence that arrives after the decision', () => {
    const late = play(given.reversing, [111, ask.answer(ask.approved)])
    expect(late).toStrictEqual(given.reversing)
  })
})

describe('a refund', () => {
  const requested = {
    id: ask.refundId,
    amountMinor: 400,
    reason: 'returned',
    state: 'sending',
    reference: `${ask.refundId}-reference`,
    declineCode: null,
    acquirerRefundId: null,
    inquiries: 0,
    notFoundCount: 0,
    nextAtMs: at(160),
    createdAtMs: at(100),
    updatedAtMs: at(100),
    completedAtMs: null,
  } as const
  const settled = { ...requested, nextAtMs: null, updatedAtMs: at(101), completedAtMs: at(101) }

  it.each([
    ['requested', () => given.refundSending, requested],
    [
      'accepted',
      () => given.refundPending,
      { ...requested, state: 'pending', acquirerRefundId: 'rf1', nextAtMs: at(106), updatedAtMs: at(101) },
    ],
    ['succeeded', () => given.refundSucceeded, { ...settled, state: 'succeeded', acquirerRefundId: 'rf1' }],
    ['failed', () => given.refundFailed, { ...settled, state: 'failed', declineCode: 'issuer_declined' }],
    [
      'missed',
      () => given.refundUnknown,
      { ...requested, state: 'unknown', nextAtMs: at(106), updatedAtMs: at(101) },
    ],
    [
      'not found twice',
      () => given.refundAlmostNotFound,
      {
        ...requested,
        state: 'unknown',
        inquiries: 2,
        notFoundCount: 2,
        nextAtMs: at(210),
        updatedAtMs: at(200),
      },
    ],
    [
      'decided to reverse',
      () => given.refundReversing,
      { ...requested, state: 'reversing', notFoundCount: 2, nextAtMs: at(210), updatedAtMs: at(210) },
    ],
    [
      'not yet reversed',
      () => play(given.refundReversing, [211, ask.refundReversal(ask.lost)]),
      {
        ...requested,
        state: 'reversing',
        inquiries: 1,
        notFoundCount: 2,
        nextAtMs: at(216),
        updatedAtMs: at(211),
      },
    ],
    [
      'accepted after inquiries',
      () => play(given.refundAlmostNotFound, [205, ask.refundInquiry(ask.refundPending)]),
      {
        ...requested,
        state: 'pending',
        acquirerRefundId: 'rf1',
        notFoundCount: 2,
        nextAtMs: at(210),
        updatedAtMs: at(205),
      },
    ],
    [
      'set aside',
      () => given.refundSetAside,
      { ...requested, state: 'set_aside', nextAtMs: null, updatedAtMs: at(dayS + 100) },
    ],
  ])('%s', (_name, payment, expected) => {
    expect(payment().refunds).toStrictEqual([expected])
  })

  it('leaves the other refunds alone', () => {
    const two = play(given.refundSending, [102, ask.refund(600, 'b')], [103, ask.refundAnswer(ask.lost, 'b')])
    expect(two.refunds.map((refund) => refund.state)).toStrictEqual(['sending', 'unknown'])
  })
})
