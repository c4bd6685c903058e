/** The core's small values: amounts, decline codes, rules, what refunds add up to, the public status. */
import { describe, expect, it } from 'vitest'
import { declineCodes, declineMessages, isDeclineCode, isNeverRetried } from '../../src/core/decline.ts'
import { idempotencyLifeMs, sealedFor } from '../../src/core/idempotency-record.ts'
import { requestWindowMs, storageWindowMs } from '../../src/core/key-usage.ts'
import { amountMinorMax, currencies, isAmountMinor } from '../../src/core/money.ts'
import type { Payment } from '../../src/core/payment/payment.ts'
import {
  longestPauseMs,
  longestRepetitionMs,
  pauseMs,
  productionRules,
} from '../../src/core/payment/rules.ts'
import { publicStatuses, statusOf } from '../../src/core/payment/status.ts'
import { type Refund, refundedAtMs, refundedMinor, reservedMinor } from '../../src/core/refund/refund.ts'
import { at, given, play } from './situations.ts'
import * as ask from './vocabulary.ts'

describe('an idempotency key', () => {
  it('is free again after a day', () => {
    expect(idempotencyLifeMs).toBe(86_400_000)
  })

  it('owns its sealed response together with the API key', () => {
    const owners = [
      { keyId: 'key_1', key: 'order-7' },
      { keyId: 'key_1', key: 'order-8' },
      { keyId: 'key_2', key: 'order-7' },
    ].map(sealedFor)
    // Responses are stored under it, so it never changes.
    expect(owners).toEqual(['key_1 order-7', 'key_1 order-8', 'key_2 order-7'])
  })
})

describe('the use of an API key', () => {
  it('is limited per minute, and stored bytes per day', () => {
    expect([requestWindowMs, storageWindowMs]).toEqual([60_000, 86_400_000])
  })
})

describe('an amount', () => {
  it.each([1, 2, 100, 999_999_999_998, amountMinorMax])('may be %d', (value) => {
    expect(isAmountMinor(value)).toBe(true)
  })

  it.each([
    0,
    -1,
    0.5,
    1.000_001,
    amountMinorMax + 1,
    Number.MAX_SAFE_INTEGER + 1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '1',
    1n,
    null,
    undefined,
    true,
    [1],
    { valueOf: () => 1 },
  ])('cannot be %s', (value) => {
    expect(isAmountMinor(value)).toBe(false)
  })

  it('has one of three currencies and at most twelve digits', () => {
    expect(currencies).toStrictEqual(['eur', 'usd', 'gbp'])
    expect(String(amountMinorMax)).toBe('9'.repeat(12))
  })
})

describe('a decline code', () => {
  it.each(declineCodes)('%s is one, with a sentence of its own', (code) => {
    expect(isDeclineCode(code)).toBe(true)
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/)
    expect(declineMessages[code]).toMatch(/^The [a-z].{10,}\.$/)
  })

  it('has a message of its own', () => {
    expect(new Set(Object.values(declineMessages)).size).toBe(declineCodes.length)
  })

  it.each(['', 'approved', 'DO_NOT_HONOR', 'toString', 'constructor', '__proto__'])(
    '%j is not one',
    (code) => {
      expect(isDeclineCode(code)).toBe(false)
    },
  )
})

it('a lost card, a stolen card, and an invalid number are never tried again', () => {
  const never = declineCodes.filter(isNeverRetried)
  expect(never).toStrictEqual(['invalid_number', 'lost_card', 'stolen_card'])
})

describe('the rules', () => {
  const second = 1_000
  const day = 86_400 * second

  it('are these in production', () => {
    expect(productionRules).toStrictEqual({
      leaseMs: 60 * second,
      challengeMs: 600 * second,
      backoffMs: [5_000, 10_000, 20_000, 40_000, 60_000, 120_000, 300_000],
      jitter: 0.2,
      quietMs: 90 * second,
      notFoundMin: 3,
      notFoundPauseMs: 10 * second,
      decideAfterMs: 600 * second,
      repeatReversalMs: [600 * second, day],
      setAsideAfterMs: day,
      refundWindowMs: 180 * day,
      refundsMax: 100,
    })
  })

  it.each([
    [0, 4_000, 5_000, 6_000],
    [1, 8_000, 10_000, 12_000],
    [5, 96_000, 120_000, 144_000],
    [6, 240_000, 300_000, 360_000],
    [7, 240_000, 300_000, 360_000],
    [1_000, 240_000, 300_000, 360_000],
  ])('pause after %i tries between %i and %i ms', (tries, leastMs, middleMs, mostMs) => {
    expect(pauseMs(productionRules, tries, 0)).toBe(leastMs)
    expect(pauseMs(productionRules, tries, 0.5)).toBe(middleMs)
    expect(pauseMs(productionRules, tries, 1 - Number.EPSILON)).toBe(mostMs)
  })

  it('pause for whole milliseconds', () => {
    expect(pauseMs({ ...productionRules, backoffMs: [7] }, 0, 0.333)).toBe(7)
    expect(pauseMs({ ...productionRules, backoffMs: [3] }, 0, 0)).toBe(2)
  })

  it.each([
    [{ challengeMs: 0 }, 360 * second, 'a pause between inquiries, with the most that is added to it'],
    [{}, 600 * second, 'a challenge'],
    [{ leaseMs: 700 * second }, 700 * second, 'the time of a sender'],
    [{ notFoundPauseMs: 800 * second }, 800 * second, 'the pause after "not found"'],
  ])('with %j look again after %i ms at the latest: %s', (changes, longestMs, _what) => {
    expect(longestPauseMs({ ...productionRules, ...changes })).toBe(longestMs)
  })

  it('repeat a reversal after a day, or after the longest pause where that is longer', () => {
    expect(longestRepetitionMs(productionRules)).toBe(day)
    expect(longestRepetitionMs({ ...productionRules, repeatReversalMs: [1] })).toBe(600 * second)
  })

  it('do not pause if no pauses are given', () => {
    expect(pauseMs({ ...productionRules, backoffMs: [] }, 3, 0.5)).toBe(0)
  })
})

describe('refunds add up', () => {
  const [one] = given.refundSucceeded.refunds as [Refund]
  const refund = (state: Refund['state'], amountMinor: number, atS = 0): Refund => ({
    ...one,
    state,
    amountMinor,
    updatedAtMs: at(atS),
  })
  const all = [
    refund('sending', 1),
    refund('pending', 2),
    refund('unknown', 4),
    refund('reversing', 8),
    refund('succeeded', 16),
    refund('failed', 32),
    refund('set_aside', 64),
  ]

  it('to what is reserved: all but the failed', () => {
    expect(reservedMinor(all)).toBe(95)
    expect(reservedMinor([])).toBe(0)
  })

  it('to what is paid back: only the succeeded', () => {
    expect(refundedMinor([...all, refund('succeeded', 128)])).toBe(144)
    expect(refundedMinor([])).toBe(0)
  })

  it('to the time when the whole was paid back', () => {
    const parts = [refund('succeeded', 400, 30), refund('succeeded', 600, 20), refund('failed', 1, 40)]
    expect(refundedAtMs(parts, 1_000)).toBe(at(30))
    expect(refundedAtMs(parts, 1_001)).toBeNull()
    expect(refundedAtMs([], 1)).toBeNull()
    expect(refundedAtMs(given.refundedWhole.refunds, 1_000)).toBe(at(101))
  })
})

describe('the public status', () => {
  it.each<[keyof typeof given, string]>([
    ['opened', 'pending'],
    ['sending', 'pending'],
    ['challenged', 'requires_action'],
    ['unknown', 'pending'],
    ['reversing', 'pending'],
    ['set_aside', 'pending'],
    ['declined', 'pending'],
    ['reversed', 'pending'],
    ['succeeded', 'succeeded'],
    ['refundedWhole', 'succeeded'],
    ['failed', 'failed'],
    ['reversingFailed', 'failed'],
    ['setAsideDecided', 'failed'],
    ['expired', 'expired'],
    ['canceled', 'canceled'],
    ['abandoned', 'failed'],
  ])('%s: %s', (name, status) => {
    expect(statusOf(given[name] as Payment)).toBe(status)
    expect(publicStatuses).toContain(status)
  })

  it('is pending again for a second card after a challenge', () => {
    const declined = play(given.challenged, [9, ask.answer(ask.declined)])
    expect(statusOf(play(declined, [10, ask.start(2)]))).toBe('pending')
  })
})
