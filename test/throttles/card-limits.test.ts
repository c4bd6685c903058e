/** The rules about cards, on a clock that the tests write down. */
import { describe, expect, it } from 'vitest'
import { type CardLimitSettings, CardLimits, type CardTry } from '../../src/throttles/card-limits.ts'
import type { TryOutcome } from '../../src/throttles/outcomes.ts'

const hourMs = 3_600_000
const settings: CardLimitSettings = {
  postsPerMinute: 30,
  declinesPerAddress: 10,
  declinesPerHour: 5,
  declinesPerDay: 10,
  breaker: { declinePercent: 50, attemptsMin: 100, pauseMs: 300_000 },
}
const key = new Uint8Array(32).fill(7)
const limits = (over: Partial<CardLimitSettings> = {}) => new CardLimits({ ...settings, ...over }, key, 1_000)
const one: CardTry = { limitBy: '192.0.2.1', merchantId: 'mer_1', card: 'card1' }

/** Tries, if it may; tells the rule that forbids it. */
function attempt(of: CardLimits, over: Partial<CardTry>, outcome: TryOutcome | null, nowMs: number) {
  const tried = { ...one, ...over }
  const rule = of.forbids(tried, nowMs)
  if (rule !== null) return rule
  const running = of.begin(tried, nowMs)
  if (outcome !== null) of.end(running, outcome, nowMs)
  return null
}
const repeat = (count: number, run: (i: number) => unknown) => Array.from({ length: count }, (_, i) => run(i))
const address = (i: number) => ({ limitBy: `192.0.2.${i}` })

describe('a card', () => {
  it('may be declined five times an hour, wherever it is tried', () => {
    const of = limits()
    repeat(5, (i) => attempt(of, { ...address(i), merchantId: `mer_${i}` }, 'do_not_honor', 0))
    expect(attempt(of, { ...address(9), merchantId: 'mer_9' }, 'approved', hourMs - 1)).toBe(
      'declines_by_card',
    )
    expect(attempt(of, { card: 'card2' }, 'approved', 0)).toBeNull()
    expect(attempt(of, {}, 'approved', hourMs)).toBeNull()
  })

  it('may be declined ten times a day at one merchant, as the schemes allow', () => {
    const of = limits({ declinesPerHour: 0 })
    repeat(10, (i) => attempt(of, address(i), 'do_not_honor', i * hourMs))
    expect(attempt(of, {}, 'approved', 23 * hourMs)).toBe('declines_by_card')
    expect(attempt(of, { merchantId: 'mer_2' }, 'approved', 23 * hourMs)).toBeNull()
    expect(attempt(of, {}, 'approved', 24 * hourMs)).toBeNull()
  })

  it.each(['lost_card', 'stolen_card', 'invalid_number'] as const)(
    'that is declined with %s is declined for 24 hours at this merchant, without asking again',
    (code) => {
      const of = limits()
      const told = (over: Partial<CardTry>, nowMs: number) => of.finalDecline({ ...one, ...over }, nowMs)
      of.end(of.begin(one, 100), code, 350)
      expect(told(address(2), 351)).toMatchObject({ declineCode: code, tookMs: 250 })
      expect([told({ merchantId: 'mer_2' }, 351), told({ card: 'card2' }, 351)]).toEqual([null, null])
      // Declined again: the day begins with what the issuer has said.
      of.end(of.begin(one, 20 * hourMs), code, 20 * hourMs)
      expect(told({}, 350 + 24 * hourMs - 1)).toMatchObject({ tookMs: 250 })
      expect(told({}, 350 + 24 * hourMs)).toBeNull()
    },
  )

  it('may be approved as often as it likes', () => {
    const of = limits()
    expect(repeat(100, () => attempt(of, {}, 'approved', 0)).every((rule) => rule === null)).toBe(true)
  })

  it('is not held to what had no answer', () => {
    const of = limits()
    expect(repeat(100, () => attempt(of, {}, 'none', 0)).every((rule) => rule === null)).toBe(true)
  })

  it('that is tried many times at the same time counts as declined until the answers arrive', () => {
    const of = limits()
    const rules = repeat(8, (i) => attempt(of, address(i), null, 0))
    expect(rules.filter((rule) => rule === null)).toHaveLength(5)
    expect(rules.at(-1)).toBe('declines_by_card')
  })

  it('has a name that another process does not know', () => {
    const pan = '4012000033330026'
    const other = new CardLimits(settings, new Uint8Array(32).fill(8), 10)
    expect(limits().cardOf(pan)).toBe(limits().cardOf(pan))
    expect(limits().cardOf(pan)).not.toBe(other.cardOf(pan))
    expect(limits().cardOf(pan)).toMatch(/^[\w-]{22}$/)
  })
})

describe('an address', () => {
  it('may be declined ten times in ten minutes, with whatever cards', () => {
    const of = limits()
    repeat(10, (i) => attempt(of, { card: `card${i}` }, 'do_not_honor', 0))
    expect(attempt(of, { card: 'good' }, 'approved', 599_999)).toBe('declines_by_address')
    expect(attempt(of, { card: 'good', ...address(2) }, 'approved', 599_999)).toBeNull()
    expect(attempt(of, { card: 'good' }, 'approved', 600_000)).toBeNull()
  })

  it('may post thirty forms a minute', () => {
    const of = limits()
    const rules = repeat(31, () => of.post('192.0.2.1', 0))
    expect(rules.filter((rule) => rule === null)).toHaveLength(30)
    expect(rules.at(-1)).toBe('card_posts_by_address')
    expect(of.post('192.0.2.2', 0)).toBeNull()
  })

  it('that may be a proxy’s is not limited', () => {
    const of = limits({ declinesPerHour: 0 })
    expect(repeat(100, () => of.post(null, 0)).every((rule) => rule === null)).toBe(true)
    const rules = repeat(99, (i) => attempt(of, { limitBy: null, card: `card${i}` }, 'do_not_honor', 0))
    expect(rules.every((rule) => rule === null)).toBe(true)
  })
})

describe('a merchant', () => {
  const flood = (of: CardLimits, count: number, outcome: TryOutcome) =>
    repeat(count, (i) => of.end(of.begin({ ...one, ...address(i), card: `flood${i}` }, 0), outcome, 0))

  it('is paused when most of a hundred cards are declined, which is reported once', () => {
    const of = limits()
    const told = flood(of, 130, 'do_not_honor').filter((one) => one !== null)
    expect(told).toEqual([{ attempts: 100, declines: 100 }])
    expect(attempt(of, { limitBy: null, card: 'good' }, 'approved', 299_999)).toBe('merchant_paused')
    expect(attempt(of, { merchantId: 'mer_2', limitBy: null }, 'approved', 0)).toBeNull()
    expect(attempt(of, { limitBy: null, card: 'good' }, 'approved', 300_000)).toBeNull()
  })

  it('is not paused by what had no answer', () => {
    expect(flood(limits(), 500, 'none').every((one) => one === null)).toBe(true)
  })

  it('is counted once for each attempt, however often its end is reported', () => {
    const of = limits()
    const running = of.begin(one, 0)
    expect(repeat(200, () => of.end(running, 'do_not_honor', 0)).every((one) => one === null)).toBe(true)
  })
})

describe('a challenge', () => {
  it('is found again once, by its attempt', () => {
    const of = limits()
    const running = of.begin(one, 0)
    of.keep('pay_1/1', running)
    expect([of.kept('pay_1/2'), of.kept('pay_1/1'), of.kept('pay_1/1')]).toEqual([null, running, null])
  })
})
