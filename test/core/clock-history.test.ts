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
    // In the first moment after it was set forward.
    expect(waited(5, 70)).toBe(25)
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
  const begun = { nowMs: noon, monotonicMs: 7_000 }
  const since = (laterMinutes: number, writtenAt: number) => {
    const history = knowAhead(beginHistory(begun), noon + hourMs, begun)
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
    ['it is the latest that can have been given', noon + 5 * minuteMs, true],
    ['it is later than any that can have been given', noon + 5 * minuteMs + 1, false],
  ])('%s', (_, storedMs, expected) => {
    expect(isExplained(setBack, nowMs, storedMs)).toBe(expected)
  })

  it('is unknown if no clock has shown it, although one that was set back has shown later ones', () => {
    // From ten past noon to ten past one, and 20 minutes later back to noon.
    const forward = { nowMs: noon + 70 * minuteMs, monotonicMs: 10 * minuteMs }
    const before = observe(begun, { ...forward, nowMs: noon + 10 * minuteMs }).history
    const ahead = { nowMs: noon + 90 * minuteMs, monotonicMs: 30 * minuteMs }
    const shown = observe(observe(before, forward).history, ahead).history
    const { history } = observe(shown, { ...ahead, nowMs: noon })
    const isKnown = (minutes: number) => isExplained(history, noon + 5 * minuteMs, noon + minutes * minuteMs)
    expect([9, 10, 11, 40, 69, 70].map(isKnown)).toEqual([true, true, false, false, false, true])
  })

  it('is unknown if it is ahead of a process that has just started', () => {
    expect(isExplained(begun, noon, noon)).toBe(true)
    expect(isExplained(begun, noon, noon + 1)).toBe(false)
    const ahead = knowAhead(begun, noon + hourMs, { nowMs: noon, monotonicMs: 0 })
    expect(isExplained(ahead, noon, noon + hourMs)).toBe(true)
    expect(isExplained(ahead, noon, noon + hourMs + 1)).toBe(false)
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
    const nowMs = noon - 2 * hourMs + 5 * minuteMs
    const created = timeOfCreation(again, nowMs, noon)
    expect(timeSince(again, nowMs + minuteMs, created)).toBe(nowMs + minuteMs)
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
    expect(timeOfCreation(steady, noon, noon + 24 * hourMs)).toBe(noon + 24 * hourMs + 1)
    expect(timeOfCreation(steady, noon, noon + 24 * hourMs + 1)).toBe(noon)
  })
})
