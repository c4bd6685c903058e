/** What one process learns of another's counts, on a clock that the tests write down. */
import { describe, expect, it } from 'vitest'
import { Breaker } from '../../src/throttles/breaker.ts'
import { Outbox } from '../../src/throttles/outbox.ts'
import { RecentEvents } from '../../src/throttles/recent-events.ts'
import { readReport } from '../../src/throttles/report.ts'
import { seal, unseal } from '../../src/throttles/sealed-report.ts'
import { Throttles } from '../../src/throttles/throttles.ts'
import { TokenBuckets } from '../../src/throttles/token-buckets.ts'
import { defaultThrottles } from './limited-app.ts'

const minuteMs = 60_000
const empty = { takes: [], declines: [], tries: [], pauses: [], ends: [] }
const key = new Uint8Array(32).fill(7)
const shared = () => new Throttles(defaultThrottles, key, { isCardKeyShared: true })
const times = (count: number, run: (i: number) => unknown) => Array.from({ length: count }, (_, i) => run(i))

describe('tokens that another process has taken', () => {
  it('are owed where they exceed the limit, and come back at the same rate', () => {
    const buckets = new TokenBuckets(60, 10)
    expect(times(60, () => buckets.take('a', 0)).every((waitMs) => waitMs === 0)).toBe(true)
    buckets.add('a', 60, 0)
    expect(buckets.take('a', 0)).toBeCloseTo(minuteMs + 1_000)
    expect(buckets.take('a', minuteMs)).toBeGreaterThan(0)
    expect(buckets.take('a', minuteMs + 1_000)).toBe(0)
  })

  it('are at most a minute’s worth at once, whatever is told', () => {
    const buckets = new TokenBuckets(60, 10)
    buckets.add('a', 1_000_000, 0)
    expect(buckets.take('a', 1_000)).toBe(0)
  })

  it('are not counted where there is no limit', () => {
    const buckets = new TokenBuckets(0, 10)
    buckets.add('a', 100, 0)
    expect([buckets.take('a', 0), buckets.size]).toEqual([0, 0])
  })
})

describe('what happened elsewhere, before what happened here', () => {
  it('is counted at its own time', () => {
    const events = new RecentEvents(3, 1_000, 10)
    events.add('a', 900)
    events.add('a', 950, 100)
    expect(events.count('a', 1_000)).toBe(2)
    expect(events.count('a', 1_100)).toBe(1)
  })

  it('does not push out what is newer', () => {
    const events = new RecentEvents(2, 1_000, 10)
    events.add('a', 900)
    events.add('a', 950)
    events.add('a', 960, 100)
    expect(events.count('a', 1_500)).toBe(2)
  })
})

describe('attempts of a merchant elsewhere', () => {
  const limits = { declinePercent: 50, attemptsMin: 10, pauseMs: 300_000 }

  it('count with the next one here', () => {
    const breaker = new Breaker(limits, 10)
    breaker.add('mer_1', { attempts: 9, declines: 9 }, 0)
    expect(breaker.isPaused('mer_1', 0)).toBe(false)
    expect(breaker.count('mer_1', true, 0)).toEqual({ attempts: 10, declines: 10 })
  })

  it('do not count where they are older than the window', () => {
    const breaker = new Breaker(limits, 10)
    breaker.count('mer_1', true, 300_000)
    breaker.add('mer_1', { attempts: 9, declines: 9 }, 0)
    expect(breaker.count('mer_1', true, 300_000)).toBeNull()
  })

  it('pause it for the rest of a pause that began there, and for no shorter time', () => {
    const breaker = new Breaker(limits, 10)
    breaker.pause('mer_1', 200_000)
    breaker.pause('mer_1', 100_000)
    expect([breaker.isPaused('mer_1', 199_999), breaker.isPaused('mer_1', 200_000)]).toEqual([true, false])
  })
})

describe('a report', () => {
  it('has what was counted since the last one', () => {
    const throttles = shared()
    throttles.failedKey('192.0.2.1', 0)
    throttles.failedKey('192.0.2.1', 0)
    expect(throttles.takeReport(0)).toEqual({ ...empty, takes: [['failed_keys', '192.0.2.1', 2]] })
    expect(throttles.takeReport(0)).toBeNull()
  })

  it('does not have what was refused', () => {
    const throttles = shared()
    times(25, () => throttles.failedKey('192.0.2.1', 0))
    expect(throttles.takeReport(0)?.takes).toEqual([['failed_keys', '192.0.2.1', 20]])
  })

  it('names no card where the name is one of this process', () => {
    const throttles = new Throttles(defaultThrottles, key, { isCardKeyShared: false })
    const cards = throttles.cards('test')
    const running = cards?.begin({ limitBy: null, merchantId: 'mer_1', card: 'card1' }, 0)
    if (running !== undefined) cards?.end(running, 'lost_card', 10)
    expect(throttles.takeReport(10)?.declines).toMatchObject([{ card: null, merchantId: 'mer_1' }])
  })

  it('is kept in memory that is bounded', () => {
    const outbox = new Outbox(3)
    for (const name of ['a', 'b', 'c', 'd']) outbox.take('failed_keys', name)
    outbox.take('failed_keys', 'a')
    for (const name of ['mer_1', 'mer_2', 'mer_3', 'mer_4']) {
      outbox.tried(name, true)
      outbox.pause(name, 1)
      outbox.end(name, 'none')
      outbox.decline({ card: null, merchantId: name, address: null, atMs: 0, final: null })
    }
    expect(outbox.size).toBe(5 * 3)
    expect(outbox.empty(0)?.takes.map(([, name, count]) => [name, count])).toEqual([
      ['a', 2],
      ['b', 1],
      ['c', 1],
    ])
    expect(outbox.size).toBe(0)
  })

  it('is not told again by whoever learns of it', () => {
    const [here, elsewhere] = [shared(), shared()]
    here.failedKey('192.0.2.1', 0)
    const report = here.takeReport(0)
    if (report !== null) elsewhere.learn(report, 0, 0)
    expect(elsewhere.takeReport(0)).toBeNull()
  })

  it.each([
    ['no JSON', 'x'],
    ['another form', '{}'],
    ['an unknown limit', JSON.stringify({ ...empty, takes: [['other', 'a', 1]] })],
    ['a long name', JSON.stringify({ ...empty, takes: [['failed_keys', 'a'.repeat(65), 1]] })],
    ['a negative count', JSON.stringify({ ...empty, tries: [['mer_1', -1, 0]] })],
    ['an endless pause', JSON.stringify({ ...empty, pauses: [['mer_1', 1e15]] })],
  ])('is not understood if it has %s', (_, text) => {
    expect(readReport(text)).toBeNull()
    expect(readReport(JSON.stringify(empty))).toEqual(empty)
  })

  it('can be read with the same key, and under the same label', () => {
    const sealed = seal('text', key, 'a 1')
    expect(unseal(sealed, key, 'a 1')).toBe('text')
    expect(unseal(sealed, key, 'a 2')).toBeNull()
    expect(unseal(sealed, new Uint8Array(32), 'a 1')).toBeNull()
    expect(unseal('', key, 'a 1')).toBeNull()
  })
})
