/** What an attempt knows of its money going back: since when, how often was asked, and when it was done. */
import { expect, it } from 'vitest'
import { at, given, play } from './situations.ts'
import * as ask from './vocabulary.ts'

const reversedTwice = play(given.reversing, [112, ask.reversal(ask.lost)])
const decided = play(reversedTwice, [120, ask.reversal(ask.tooLate, { inquiry: ask.approved })])
const [before] = reversedTwice.attempts

it('an attempt that is paid back counts its inquiries from the decision', () => {
  expect(before?.inquiries).toBe(1)
  const payingBack = { ...before, state: 'paying_back', inquiries: 0, nextAtMs: at(120) }
  expect(decided.attempts).toStrictEqual([{ ...payingBack, payBackDecidedAtMs: at(120) }])
})

it('an attempt that was reversed is open again until it is paid back', () => {
  expect(given.repeating.attempts).toMatchObject([{ settledAtMs: at(112) }])
  const late = play(given.repeating, [712, ask.reversal(ask.tooLate, { inquiry: ask.approved })])
  expect(late.attempts).toMatchObject([{ state: 'paying_back', settledAtMs: null }])
})

it('an unconfirmed refund of an attempt is asked about after longer and longer pauses', () => {
  const once = play(decided, [121, ask.payBack(ask.lost)])
  expect(once.attempts).toStrictEqual([{ ...decided.attempts[0], inquiries: 1, nextAtMs: at(126) }])
  const twice = play(once, [126, ask.payBack(ask.lost)])
  expect(twice.attempts).toStrictEqual([{ ...decided.attempts[0], inquiries: 2, nextAtMs: at(136) }])
})

it('an attempt that has been paid back is settled', () => {
  const paidBack = play(decided, [121, ask.payBack(ask.refundSucceeded)])
  const settled = { state: 'paid_back', nextAtMs: null, settledAtMs: at(121) }
  expect(paidBack.attempts).toStrictEqual([{ ...decided.attempts[0], ...settled }])
})
