/** The parts of the throttles, each by itself, on a clock that the tests write down. */
import { describe, expect, it } from 'vitest'
import { BoundedMap } from '../../src/throttles/bounded-map.ts'
import { Breaker } from '../../src/throttles/breaker.ts'
import { RecentEvents } from '../../src/throttles/recent-events.ts'
import { Seldom } from '../../src/throttles/seldom.ts'
import { TokenBuckets } from '../../src/throttles/token-buckets.ts'

const minuteMs = 60_000
const times = (count: number) => Array.from({ length: count }, (_, i) => i)

describe('so many a minute', () => {
  it('are allowed immediately, and then one for each share of the minute', () => {
    const buckets = new TokenBuckets(20, 100)
    expect(times(20).map(() => buckets.take('a', 0))).toEqual(times(20).map(() => 0))
    expect(buckets.take('a', 0)).toBe(3_000)
    expect(buckets.take('a', 1_000)).toBe(2_000)
    expect(buckets.take('a', 3_000)).toBe(0)
    expect(buckets.take('a', 3_000)).toBe(3_000)
  })

  it('are counted for each name alone', () => {
    const buckets = new TokenBuckets(1, 100)
    buckets.take('a', 0)
    expect([buckets.take('a', 0), buckets.take('b', 0)]).toEqual([60_000, 0])
  })

  it.each([1, 7, 13, 60, 999])('are exactly so many: %i', (perMinute) => {
    const buckets = new TokenBuckets(perMinute, 100)
    const allowed = times(2 * perMinute).filter(() => buckets.take('a', 12_345.678) === 0)
    expect(allowed).toHaveLength(perMinute)
  })

  it('do not pile up over a long time', () => {
    const buckets = new TokenBuckets(2, 100)
    buckets.take('a', 0)
    const waits = times(3).map(() => buckets.take('a', 100 * minuteMs))
    expect(waits).toEqual([0, 0, 30_000])
  })

  it('are no limit when there are none', () => {
    const buckets = new TokenBuckets(0, 100)
    expect(times(1_000).every(() => buckets.take('a', 0) === 0)).toBe(true)
    expect(buckets.size).toBe(0)
  })
})

describe('what happened lately', () => {
  it('is full after so many, until the first of them is old', () => {
    const events = new RecentEvents(2, 1_000, 100)
    events.add('a', 0)
    expect(events.isFull('a', 0)).toBe(false)
    events.add('a', 500)
    expect([events.isFull('a', 999), events.isFull('b', 999)]).toEqual([true, false])
    expect(events.isFull('a', 1_000)).toBe(false)
  })

  it('can be taken back, each time once', () => {
    const events = new RecentEvents(2, 1_000, 100)
    events.add('a', 0)
    events.add('a', 5)
    events.remove('a', 5)
    events.remove('a', 5)
    expect(events.isFull('a', 5)).toBe(false)
    events.add('a', 6)
    expect(events.isFull('a', 6)).toBe(true)
    events.remove('a', 0)
    events.remove('a', 6)
    events.remove('b', 6)
    expect(events.size).toBe(0)
  })

  it('never holds more times than the limit', () => {
    const events = new RecentEvents(3, 1_000, 100)
    for (const atMs of times(100)) events.add('a', atMs)
    for (const atMs of [97, 98, 99]) events.remove('a', atMs)
    expect(events.size).toBe(0)
  })
})

describe('the breaker', () => {
  const limits = { declinePercent: 50, attemptsMin: 100, pauseMs: 5 * minuteMs }
  /** `declines` of so many attempts, evenly over the time. */
  function run(breaker: Breaker, attempts: number, declines: number, fromMs: number, overMs = 0) {
    return times(attempts).map((i) =>
      breaker.count('m', i < declines, fromMs + Math.floor((overMs * i) / attempts)),
    )
  }

  it('pauses a merchant with more declines than half of a hundred attempts', () => {
    const breaker = new Breaker(limits, 100)
    expect(run(breaker, 99, 99, 0).every((one) => one === null)).toBe(true)
    expect(breaker.isPaused('m', 0)).toBe(false)
    expect(breaker.count('m', false, 0)).toEqual({ attempts: 100, declines: 99 })
    expect([breaker.isPaused('m', 0), breaker.isPaused('other', 0)]).toEqual([true, false])
  })

  it('lets it continue after the pause as before', () => {
    const breaker = new Breaker(limits, 100)
    run(breaker, 100, 100, 0)
    expect(breaker.isPaused('m', limits.pauseMs - 1)).toBe(true)
    expect(breaker.isPaused('m', limits.pauseMs)).toBe(false)
    expect(run(breaker, 99, 99, limits.pauseMs).every((one) => one === null)).toBe(true)
  })

  it('does nothing about a half, and nothing about few', () => {
    const breaker = new Breaker(limits, 100)
    const tripped = run(breaker, 100, 0, 0).concat(run(breaker, 100, 100, 0))
    expect(tripped.every((one) => one === null)).toBe(true)
  })

  it('looks at five minutes only', () => {
    const slow = new Breaker(limits, 100)
    expect(run(slow, 150, 150, 0, 10 * minuteMs).every((one) => one === null)).toBe(true)
    const fast = new Breaker(limits, 100)
    expect(run(fast, 150, 150, 0, 4 * minuteMs).some((one) => one !== null)).toBe(true)
  })

  it('can be off', () => {
    const breaker = new Breaker({ ...limits, declinePercent: 0 }, 100)
    run(breaker, 1_000, 1_000, 0)
    expect([breaker.isPaused('m', 0), breaker.size]).toEqual([false, 0])
  })
})

describe('rare reports', () => {
  it('are written immediately, and then once a minute with a count', () => {
    const seldom = new Seldom(100)
    expect(times(5).map(() => seldom.count('a', 0))).toEqual([1, null, null, null, null])
    expect(seldom.count('b', 0)).toBe(1)
    expect(seldom.count('a', minuteMs)).toBe(5)
    expect(seldom.count('a', 2 * minuteMs)).toBe(1)
  })
})

describe('a bounded map', () => {
  it('forgets what was not used for the longest time', () => {
    const map = new BoundedMap<number>(2)
    map.set('a', 1)
    map.set('b', 2)
    map.set('a', 3)
    map.set('c', 4)
    expect([map.peek('a'), map.peek('b'), map.peek('c'), map.size]).toEqual([3, undefined, 4, 2])
  })

  it('takes no long names', () => {
    expect(() => new BoundedMap<number>(2).set('x'.repeat(65), 1)).toThrow('too long')
  })
})
