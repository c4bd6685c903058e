/** What processes that follow one clock know about it: on one machine, and on several. */
import { describe, expect, it } from 'vitest'
import {
  beginHistory,
  isExplained,
  knowAhead,
  observe,
  rebase,
  timeSince,
  unite,
} from '../../src/core/clock-history.ts'

const noon = Date.UTC(2026, 0, 15, 12)
const minuteMs = 60_000
const hourMs = 60 * minuteMs

const at = (minutes: number, aheadHours: number) => ({
  nowMs: noon + minutes * minuteMs + aheadHours * hourMs,
  monotonicMs: minutes * minuteMs,
})
const begun = beginHistory(at(0, 0))
/** What a process has noticed at these times. */
const noticed = (...readings: readonly (readonly [minutes: number, aheadHours: number])[]) =>
  readings.reduce((history, reading) => observe(history, at(...reading)).history, begun)

describe('what two processes know together about a jump', () => {
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

  it('is what was noticed before where the clock has hardly changed since', () => {
    const kept = noticed([10, 1])
    const later = (byMs: number) => observe(begun, { ...at(30, 1), nowMs: at(30, 1).nowMs + byMs }).history
    for (const byMs of [-30_000, 0, 30_000]) expect(unite(kept, later(byMs))).toBe(kept)
    for (const byMs of [-30_001, 30_001]) expect(unite(kept, later(byMs))).toHaveLength(3)
  })

  it('is no more than is remembered', () => {
    const kept = noticed(...Array.from({ length: 40 }, (_, index) => [index, index + 1] as const))
    const united = unite(kept, noticed([50, 50]))
    expect([united.length, united.at(-1)]).toEqual([kept.length, noticed([50, 50]).at(-1)])
  })
})

describe('what another machine knows', () => {
  /** It has run for a day longer, and this one has begun to watch the clock just now. */
  const olderMs = 24 * hourMs
  const there = (minutes: number, aheadHours: number) => ({
    nowMs: at(minutes, aheadHours).nowMs,
    monotonicMs: at(minutes, aheadHours).monotonicMs + olderMs,
  })
  const known = observe(beginHistory(there(0, 0)), there(10, 1)).history
  const own = beginHistory(at(30, 1))

  it('is true here as well, although its monotonic clock shows something else', () => {
    const here = rebase(known, own)
    expect(here).toEqual(noticed([10, 1]))
    expect(timeSince(here, at(35, 1).nowMs, at(5, 0).nowMs)).toBe(at(35, 0).nowMs)
  })

  it('lets this one notice the next jump', () => {
    const { history, jumpMs } = observe(rebase(known, own), at(40, 3))
    expect(jumpMs).toBe(2 * hourMs)
    expect(history).toEqual(noticed([10, 1], [40, 3]))
  })
})

describe('nodes that may notice a jump three seconds earlier or later', () => {
  const second = 1_000
  const shown = (minutes: number, aheadHours: number, seconds: number) =>
    at(minutes, aheadHours).nowMs + seconds * second
  it.each([
    ['a later one wrote by the old clock', shown(10, 0, 3), true],
    ['an earlier one wrote by the new clock', shown(10, 1, -3), true],
    ['none of them can have written by the old clock', shown(10, 0, 4), false],
    ['none of them can have written by the new clock', shown(10, 1, -4), false],
  ])('know where a time comes from that %s', (_, writtenAtMs, isKnown) => {
    const { history } = observe(begun, at(10, 1), 3 * second)
    expect(isExplained(history, shown(15, 1, 0), writtenAtMs)).toBe(isKnown)
  })
})

it('what was written by a clock that was ahead is forgotten like the oldest jumps', () => {
  const jumps = Array.from({ length: 40 }, (_, index) => [index, index + 1] as const)
  const full = noticed(...jumps)
  expect(knowAhead(full, at(50, 60).nowMs, at(50, 40))).toHaveLength(full.length)
})
