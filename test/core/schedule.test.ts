/** When somebody must look at a payment again, and what is to be done about it then. */
import { describe, expect, it } from 'vitest'
import type { Command } from '../../src/core/payment/commands.ts'
import { decide } from '../../src/core/payment/decide.ts'
import { nextStep } from '../../src/core/payment/next-step.ts'
import { blockingAttempt, lastAttempt, type Payment, wakeAtMs } from '../../src/core/payment/payment.ts'
import { productionRules } from '../../src/core/payment/rules.ts'
import type { Refund } from '../../src/core/refund/refund.ts'
import { at, contextAt, dayS, given, lifeS, play } from './situations.ts'
import * as ask from './vocabulary.ts'

const reopened = play(given.repeatingOpen, [700, ask.start(2)])
const twoRefunds = play(given.refundPending, [102, ask.refund(600, 'b')])

/** Its refund was put off at 210 s. */
function putOff(payment: Payment, untilS: number): Payment {
  const times = { updatedAtMs: at(210), nextAtMs: at(untilS) }
  return { ...payment, refunds: payment.refunds.map((refund) => ({ ...refund, ...times })) }
}

describe('a payment is due', () => {
  it.each<[string, Payment, number | null, string | null]>([
    ['open', given.opened, lifeS, 'expire'],
    ['sending', given.sending, 60, 'take_over_attempt'],
    ['challenged', given.challenged, 601, 'inquire'],
    ['challenged, and the customer is back', given.cameBack, 25, 'finish_challenge'],
    ['announced', given.prepared, 60, 'take_over_attempt'],
    ['unknown', given.unknown, 35, 'inquire'],
    ['reversing', given.reversing, 110, 'reverse'],
    ['reversing after the end', given.reversingFailed, 5, 'reverse'],
    ['reversed for good', given.reversed, lifeS, 'expire'],
    ['to be reversed again', given.repeating, 712, 'reverse'],
    ['with another attempt before that', reopened, 760, 'take_over_attempt'],
    ['being paid back', given.payingBack, 112, 'pay_back'],
    ['paid back', given.paidBack, null, null],
    ['declined once', given.declined, lifeS, 'expire'],
    ['set aside', given.set_aside, null, null],
    ['set aside after the end', given.setAsideDecided, null, null],
    ['succeeded', given.succeeded, null, null],
    ['failed', given.failed, null, null],
    ['expired', given.expired, null, null],
    ['canceled', given.canceled, null, null],
    ['sending a refund', given.refundSending, 160, 'take_over_refund'],
    ['waiting for a refund', given.refundPending, 106, 'inquire_refund'],
    ['with a refund in doubt', given.refundUnknown, 106, 'inquire_refund'],
    ['reversing a refund', given.refundReversing, 210, 'reverse_refund'],
    ['with a refund set aside', given.refundSetAside, null, null],
    ['refunded', given.refundSucceeded, null, null],
    ['with two refunds', twoRefunds, 106, 'inquire_refund'],
  ])('%s', (_name, payment, wakeS, kind) => {
    const wake = wakeAtMs(payment)
    expect(wake).toBe(wakeS === null ? null : at(wakeS))
    const stepAt = (nowMs: number) => nextStep(payment, { nowMs, rules: productionRules })?.kind ?? null
    expect(stepAt(wake ?? at(dayS * 999))).toBe(kind)
    expect(stepAt((wake ?? at(0)) - 1)).toBeNull()
  })

  it('for its attempts first, then for its refunds, in their order', () => {
    const late = { nowMs: at(lifeS), rules: productionRules }
    expect(nextStep(reopened, late)).toStrictEqual({ kind: 'reverse', attempt: reopened.attempts[0] })
    expect(nextStep(twoRefunds, late)).toStrictEqual({
      kind: 'inquire_refund',
      refund: twoRefunds.refunds[0],
    })
    const [first, second] = twoRefunds.refunds
    const refunds = [{ ...(first as Refund), nextAtMs: at(200) }, second as Refund]
    expect(nextStep({ ...twoRefunds, refunds }, { nowMs: at(162), rules: productionRules })).toStrictEqual({
      kind: 'take_over_refund',
      refund: second,
    })
  })

  // A challenge's 600 s are the longest pause, and a reversal is repeated after a day at the latest.
  it.each<[string, Payment, number]>([
    ['an attempt', given.unknown, 35 - 600],
    ['a refund', given.refundUnknown, 106 - 600],
    ["a refund's reversal", given.refundReversing, 210 - 600],
    ["a refund's reversal after the longest pause", putOff(given.refundReversing, 810), 810 - 600],
    ["the repetition of a refund's reversal", putOff(given.refundReversing, 811), 811 - dayS],
    ["a reversal's repetition", given.repeating, 712 - dayS],
  ])('at once where the time of %s can only come from a clock that was ahead', (_name, payment, soonS) => {
    const stepAt = (nowMs: number) => nextStep(payment, { nowMs, rules: productionRules })
    expect(stepAt(at(soonS))).toBeNull()
    expect(stepAt(at(soonS) - 1)).not.toBeNull()
  })
})

describe('the attempt that', () => {
  it('blocks the next one is found; an approved attempt does, too', () => {
    expect(blockingAttempt(reopened)?.number).toBe(2)
    expect(blockingAttempt(given.succeeded)?.number).toBe(1)
    expect(blockingAttempt(given.declined)).toBeNull()
    expect(blockingAttempt(given.opened)).toBeNull()
  })

  it('was last is the one with the highest number', () => {
    expect(lastAttempt(reopened)?.number).toBe(2)
    expect(lastAttempt(given.sending)?.number).toBe(1)
    expect(lastAttempt(given.opened)).toBeNull()
  })
})

describe('pauses vary, so that many waiting payments do not move in lockstep', () => {
  it.each<[string, Payment, Command, number, number, number]>([
    ['a missed answer', given.sending, ask.answer(ask.lost), 30, 34, 36],
    ['an inquiry', given.unknown, ask.inquiry(ask.lost), 40, 48, 52],
    ['a reversal', given.reversing, ask.reversal(ask.lost), 112, 116, 118],
    ['a repeated reversal', given.repeating, ask.reversal(ask.lost), 712, 952, 1_072],
    ['a pay-back', given.payingBack, ask.payBack(ask.lost), 113, 117, 119],
    ['a refund accepted', given.refundSending, ask.refundAnswer(ask.refundPending), 101, 105, 107],
    ['a refund missed', given.refundSending, ask.refundAnswer(ask.lost), 101, 105, 107],
    ['a refund inquiry', given.refundUnknown, ask.refundInquiry(ask.lost), 110, 118, 122],
    ['a refund reversal', given.refundReversing, ask.refundReversal(ask.lost), 212, 216, 218],
  ])('after %s', (_name, payment, command, nowS, soonestS, latestS) => {
    const nextAt = (random: number) => {
      const decision = decide(payment, command, contextAt(nowS, { random }))
      return 'events' in decision ? decision.events.map((event) => 'nextAtMs' in event && event.nextAtMs) : []
    }
    expect(nextAt(0)).toContain(at(soonestS))
    expect(nextAt(1 - Number.EPSILON)).toContain(at(latestS))
  })
})

describe('rules other than those of production', () => {
  it('may do without repeated reversals', () => {
    const rules = { ...productionRules, repeatReversalMs: [] }
    const command = ask.reversal(ask.reversed, { isTombstone: false })
    const decision = decide(given.reversing, command, contextAt(112, { rules }))
    const events = [{ type: 'attempt_reversed', nextAtMs: null }, { type: 'payment_failed' }]
    expect(decision).toMatchObject({ events })
  })

  it('may repeat reversals of refunds for longer than it takes until manual review', () => {
    const rules = { ...productionRules, setAsideAfterMs: 1_000 }
    const command = ask.refundReversal(ask.reversed, ask.epoch, ask.refundId, false)
    const decision = decide(given.refundReversing, command, contextAt(212, { rules }))
    const events = [{ type: 'refund_reversal_unacknowledged', nextAtMs: at(700) }]
    expect(decision).toMatchObject({ events })
  })

  it('may believe "not found" at once', () => {
    const rules = { ...productionRules, notFoundMin: 1, quietMs: 0 }
    const decision = decide(given.unknown, ask.inquiry(ask.notFound), contextAt(31, { rules }))
    expect(decision).toMatchObject({ events: [{ type: 'attempt_reversal_decided', paymentWaits: true }] })
  })

  it('may have a quiet time that is longer than the time to decide', () => {
    const rules = { ...productionRules, quietMs: 9_999_000 }
    const decision = decide(given.almostNotFound, ask.inquiry(ask.notFound), contextAt(600, { rules }))
    expect(decision).toMatchObject({
      events: [{ type: 'attempt_reversal_decided', paymentWaits: false }, { type: 'payment_failed' }],
    })
  })
})
