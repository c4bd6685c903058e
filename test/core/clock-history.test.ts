/** How long ago a time was written, although the wall clock has jumped since. */
import { describe, expect, it } from 'vitest'
import {
  beginHistory,
  type ClockHistory,
  isExplained,
  knowAhead,
  observe,
  timeAgo,
  timeOfCreation,
  timeSince,
  unite,
} from '../../src/core/clock-history.ts'
import { waitedMs } from '../../src/core/payment/waiting.ts'

const noon = Date.UTC(2026, 0, 15, 12)
const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** A clock that is set by some hours after each so many minutes; times are minutes after noon, by what it shows. */
function lived(...jumps: readonly (readonly [afterMinutes: number, byHours: number])[]) {
  let monotonicMs = 0
  let offsetMs = noon
  let history: ClockHistory = beginHistory({ nowMs: noon, monotonicMs })
  for (const [minutes, hours] of jumps) {
    monotonicMs += minutes * minuteMs
    history = observe(history, { nowMs: monotonicMs + offsetMs, monotonicMs }).history
    offsetMs += hours * hourMs
    history = observe(history, { nowMs: monotonicMs + offsetMs, monotonicMs }).history
  }
  return (laterMinutes: number, writtenAt: number) => {
    const nowMs = monotonicMs + offsetMs + laterMinutes * minuteMs
    return waitedMs({ nowMs, clock: history }, noon + writtenAt * minuteMs) / minuteMs
  }
}

describe('what was written by a clock that never jumped', () => {
  const waited = lived()
  it.each([
    [5, 0, 5],
    [5, 5, 0],
    [5, -30, 35],
    [0, 10, -10],
  ])('after %i minutes, at %i: waited %i', (later, written, expected) => {
    expect(waited(later, written)).toBe(expected)
  })
})

describe('a clock that is set forward by an hour', () => {
  // Ten minutes after noon it shows ten past one.
  const waited = lived([10, 1])
  it.each([
    ['before that', 5, 4, 11],
    ['in the moment of it', 5, 10, 5],
    ['long before it began to be watched', 5, -120, 135],
    ['after that', 5, 72, 3],
    ['in the hour that never was', 5, 40, 35],
  ])('what was written %s', (_, later, written, expected) => {
    expect(waited(later, written)).toBe(expected)
  })
})

describe('a clock that is set back by an hour', () => {
  // Ten minutes after noon it shows ten past eleven.
  const waited = lived([10, -1])
  it.each([
    ['before that', 5, 4, 11],
    ['long before that', 5, -120, 135],
    ['after that', 5, -48, 3],
    ['at a time that has not come yet', 5, 30, -30 + -45],
  ])('what was written %s', (_, later, written, expected) => {
    expect(waited(later, written)).toBe(expected)
  })

  it('uses the later writer once the same time has come again, so that nothing ends early', () => {
    expect(waited(54, 5)).toBe(59)
    expect(waited(55, 5)).toBe(0)
  })
})

describe('a clock that is set and set right again', () => {
  it('forward and back', () => {
    const waited = lived([10, 1], [20, -1])
    expect([waited(5, 4), waited(5, 75), waited(5, 32)]).toEqual([31, 20, 3])
  })

  it('back and forward', () => {
    const waited = lived([10, -1], [20, 1])
    expect([waited(5, 4), waited(5, -45), waited(5, 33)]).toEqual([31, 20, 2])
  })

  it('more often than is remembered: the oldest times are used as they are', () => {
    const jumps = Array.from({ length: 40 }, () => [10, 1] as const)
    expect(lived(...jumps)(0, 5)).toBe(40 * 70 - 5)
    expect(lived(...jumps)(0, 40 * 70 - 65)).toBe(5)
  })
})

describe('a jump is noticed', () => {
  const begun = beginHistory({ nowMs: noon, monotonicMs: 1_000 })
  it.each([
    [30_000, 0],
    [30_001, 30_001],
    [-30_000, 0],
    [-30_001, -30_001],
  ])('beyond half a minute: %i ms', (byMs, expected) => {
    expect(observe(begun, { nowMs: noon + 5_000 + byMs, monotonicMs: 6_000 }).jumpMs).toBe(expected)
  })

  it('once', () => {
    const { history } = observe(begun, { nowMs: noon + hourMs, monotonicMs: 1_000 })
    expect(observe(history, { nowMs: noon + hourMs + 10, monotonicMs: 1_010 }).jumpMs).toBe(0)
  })

  it('not when the clock is slowly adjusted', () => {
    let history = begun
    for (let i = 1; i <= 100; i++) {
      const observed = observe(history, { nowMs: noon + i * 2_000, monotonicMs: 1_000 + i * 1_000 })
      expect(observed.jumpMs).toBe(0)
      history = observed.history
    }
  })
})

describe('the time before which everything was written long ago', () => {
  const begun = beginHistory({ nowMs: noon, monotonicMs: 0 })
  const ago = (history: ClockHistory, nowMs: number) => (nowMs - timeAgo(history, nowMs, hourMs)) / hourMs

  it('is as long ago as asked, as long as the clock does not jump', () => {
    expect(ago(begun, noon + 5 * hourMs)).toBe(1)
  })

  it('is longer ago after the clock was set forward, so that nothing ends early', () => {
    const ahead = { nowMs: noon + 4 * hourMs, monotonicMs: hourMs }
    expect(ago(observe(begun, ahead).history, ahead.nowMs)).toBe(4)
  })

  it('is as long ago as asked after the clock was set back', () => {
    const behind = { nowMs: noon - 4 * hourMs, monotonicMs: hourMs }
    expect(ago(observe(begun, behind).history, behind.nowMs)).toBe(1)
  })
})

describe('times that an earlier process stored by a clock that was ahead', () => {
  const history = knowAhead(beginHistory({ nowMs: noon, monotonicMs: 0 }), noon + hourMs, {
    nowMs: noon,
    monotonicMs: 0,
  })
  const since = (laterMinutes: number, writtenAt: number) => {
    const writtenAtMs = noon + writtenAt * minuteMs
    return (timeSince(history, noon + laterMinutes * minuteMs, writtenAtMs) - writtenAtMs) / minuteMs
  }
  it.each([
    ['the newest of all', 5, 60, 5],
    ['a little older', 5, 50, 15],
    ['not ahead', 5, -10, 15],
    ['newer than the newest known', 5, 61, -56],
  ])('%s', (_, later, written, expected) => {
    expect(since(later, written)).toBe(expected)
  })
})

describe('where a stored time comes from', () => {
  const begun = beginHistory({ nowMs: noon, monotonicMs: 0 })
  const nowMs = noon - hourMs + 5 * minuteMs
  const setBack = observe(begun, { nowMs: nowMs - 5 * minuteMs, monotonicMs: 0 }).history
  it.each([
    ['the clock has shown it before', noon - 1, true],
    ['the clock shows it', nowMs, true],
    ['it was given to a payment after the clock was set back', noon + 3, true],
    ['it is later than any that can have been given', noon + 5 * minuteMs + 1, false],
  ])('%s', (_, storedMs, expected) => {
    expect(isExplained(setBack, nowMs, storedMs)).toBe(expected)
  })

  it('is unknown if it is ahead of a process that has just started', () => {
    expect(isExplained(begun, noon, noon + 1)).toBe(false)
    const ahead = knowAhead(begun, noon + hourMs, { nowMs: noon, monotonicMs: 0 })
    expect(isExplained(ahead, noon, noon + hourMs)).toBe(true)
    expect(isExplained(ahead, noon, noon + hourMs + 1)).toBe(false)
  })
})

describe('what two processes know together about a jump', () => {
  const at = (minutes: number, aheadHours: number) => ({
    nowMs: noon + minutes * minuteMs + aheadHours * hourMs,
    monotonicMs: minutes * minuteMs,
  })
  const begun = beginHistory(at(0, 0))
  /** What a process has noticed at these times. */
  const noticed = (...readings: readonly (readonly [minutes: number, aheadHours: number])[]) =>
    readings.reduce((history, reading) => observe(history, at(...reading)).history, begun)

  it('is what the process that noticed it first knows', () => {
    expect(unite(noticed([10, -1]), noticed([30, -1]))).toEqual(noticed([10, -1]))
  })

  it('is news if nobody has noticed it before', () => {
    expect(unite(begun, noticed([10, -1]))).toEqual(noticed([10, -1]))
  })

  it('includes small adjustments since the last jump', () => {
    const adjusted = observe(begun, { nowMs: noon + 5 * minuteMs + 5_000, monotonicMs: 5 * minuteMs }).history
    const own = observe(adjusted, at(10, -1)).history
    expect(unite(begun, own)).toEqual(own)
  })

  it('includes a jump that a suspended process missed', () => {
    expect(unite(noticed([10, 1]), noticed([30, 3]))).toEqual(noticed([10, 1], [30, 3]))
    expect(unite(noticed([10, 1], [20, 3]), noticed([30, 3]))).toEqual(noticed([10, 1], [20, 3]))
  })

  it('includes a jump that could not be kept', () => {
    const own = noticed([10, 1], [20, 0])
    expect(unite(begun, own)).toEqual(own)
    expect(unite(begun, noticed([10, 1], [20, 3]))).toEqual(noticed([10, 1], [20, 3]))
  })

  it('is no more than is remembered', () => {
    const kept = noticed(...Array.from({ length: 40 }, (_, index) => [index, index + 1] as const))
    const united = unite(kept, noticed([50, 50]))
    expect([united.length, united.at(-1)]).toEqual([kept.length, noticed([50, 50]).at(-1)])
  })
})

describe('the time of a creation', () => {
  const at = (nowMs: number, monotonicMs: number) => ({ nowMs, monotonicMs })
  const steady = beginHistory(at(noon, 0))
  const setBack = observe(steady, at(noon - hourMs, 1_000)).history

  it('is what the clock shows', () => {
    expect(timeOfCreation(steady, noon + 5, -Infinity)).toBe(noon + 5)
    expect(timeOfCreation(steady, noon + 5, noon + 5)).toBe(noon + 5)
  })

  it('comes behind all that a clock has shown that was set back, and behind what was created last', () => {
    const first = timeOfCreation(setBack, noon - hourMs, noon)
    expect(first).toBe(noon + 1_001)
    expect(timeOfCreation(setBack, noon - hourMs + 500, first)).toBe(noon + 1_002)
  })

  it('is known as what it is when the clock is set forward later', () => {
    const created = timeOfCreation(setBack, noon - hourMs, noon)
    const setForward = observe(setBack, at(noon - hourMs + minuteMs, 61_000)).history
    const { history } = observe(setForward, at(noon + 3 * hourMs, 61_000))
    // Two minutes after the creation, of which the clock was an hour ahead.
    const waited = timeSince(history, noon + 3 * hourMs + minuteMs, created) - created
    expect(waited).toBeLessThan(2 * minuteMs)
  })

  it('is known as what it is when an earlier process wrote the newest time', () => {
    const newest = timeOfCreation(setBack, noon - hourMs, noon)
    const later = at(noon - hourMs + minuteMs, 61_000)
    const history = knowAhead(setBack, newest, later)
    const created = timeOfCreation(history, later.nowMs, newest)
    expect(timeSince(history, later.nowMs + minuteMs, created) - created).toBeLessThan(minuteMs)
  })

  it('is known as what the later of two clocks gave that were set back, so that nothing ends early', () => {
    const again = observe(setBack, at(noon - 2 * hourMs, 50 * minuteMs)).history
    const nowMs = noon - 2 * hourMs + 20 * minuteMs
    const created = timeOfCreation(again, nowMs, noon)
    expect(timeSince(again, nowMs + minuteMs, created) - created).toBeLessThan(minuteMs)
  })

  it('is a whole number of milliseconds', () => {
    const { history } = observe(beginHistory(at(noon, 0.25)), at(noon - hourMs, 1_000.75))
    expect(timeOfCreation(history, noon - hourMs, noon)).toBe(noon + 1_001)
  })

  it('is what the clock shows once it has caught up', () => {
    expect(timeOfCreation(setBack, noon + 2_000, noon + 1_001)).toBe(noon + 2_000)
  })

  it('does not keep to a clock that was ahead by more than a day', () => {
    const farBack = observe(steady, at(noon - 25 * hourMs, 1_000)).history
    expect(timeOfCreation(farBack, noon - 25 * hourMs, noon)).toBe(noon - 25 * hourMs)
    expect(timeOfCreation(steady, noon, noon + 25 * hourMs)).toBe(noon)
  })
})
