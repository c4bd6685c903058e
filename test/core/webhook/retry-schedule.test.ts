/** The pauses between the attempts of a delivery. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type FailedAttempt,
  isUsedUp,
  pauseAfter,
  productionSchedule,
  sandboxSchedule,
} from '../../../src/core/webhook/retry-schedule.ts'

const plain: Omit<FailedAttempt, 'number'> = { statusCode: 500, isTimeout: false, askedMs: null }
const minute = 60_000
const hour = 60 * minute

test.each([
  [1, 5_000],
  [2, 5 * minute],
  [3, 30 * minute],
  [4, 2 * hour],
  [5, 5 * hour],
  [6, 10 * hour],
  [7, 14 * hour],
  [8, 20 * hour],
  [9, 24 * hour],
  [10, null],
])('the pause after attempt %i is %s ms', (number, pauseMs) => {
  expect(pauseAfter(productionSchedule, { ...plain, number }, 0.5)).toBe(pauseMs)
})

test.each([
  [1, 1_000],
  [2, 5_000],
  [3, 15_000],
  [4, 60_000],
  [5, null],
])('in the sandbox, the pause after attempt %i is %s ms', (number, pauseMs) => {
  expect(pauseAfter(sandboxSchedule, { ...plain, number }, 0.5)).toBe(pauseMs)
})

test('a schedule is used up after the attempt that no pause follows', () => {
  const numbers = [1, 9, 10, 11]
  expect(numbers.map((number) => isUsedUp(productionSchedule, number))).toEqual([false, false, false, true])
})

test.each<[string, Partial<FailedAttempt>, number, number]>([
  ['after a timeout', { isTimeout: true, statusCode: null }, 1, minute],
  ['after status 429', { statusCode: 429 }, 1, minute],
  ['after status 502', { statusCode: 502 }, 1, minute],
  ['after status 504', { statusCode: 504 }, 1, minute],
  ['after status 503', { statusCode: 503 }, 1, 5_000],
  ['after status 401', { statusCode: 401 }, 1, 5_000],
  ['after a refused connection', { statusCode: null }, 1, 5_000],
  ['after a timeout, later', { isTimeout: true }, 2, 5 * minute],
  ['where the receiver asks for less', { askedMs: 1_000 }, 1, 5_000],
  ['where the receiver asks for more', { askedMs: 10 * minute }, 1, 10 * minute],
  ['where the receiver asks for a day', { askedMs: 24 * hour }, 1, hour],
  ['where the receiver asks for a day, later', { askedMs: 24 * hour }, 4, 4 * hour],
])('%s, the pause is as long as it must be', (_, more, number, pauseMs) => {
  expect(pauseAfter(productionSchedule, { ...plain, ...more, number }, 0.5)).toBe(pauseMs)
})

test('in the sandbox, nobody has to wait for a minute because of a timeout, or for an hour because of a header', () => {
  const attempt = { number: 1, statusCode: 429, isTimeout: true, askedMs: hour }
  expect(pauseAfter(sandboxSchedule, attempt, 0.5)).toBe(2_000)
})

const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

test('a pause varies by a fifth at most, and all of them together are 75.6 hours, more or less by a fifth', () => {
  const check = (fractions: number[]): void => {
    let sum = 0
    for (const [at, pauseMs] of productionSchedule.pausesMs.entries()) {
      const varied = pauseAfter(productionSchedule, { ...plain, number: at + 1 }, fractions[at] ?? 0) ?? 0
      expect(varied).toBeGreaterThanOrEqual(Math.floor(pauseMs * 0.8))
      expect(varied).toBeLessThanOrEqual(Math.ceil(pauseMs * 1.2))
      sum += varied
    }
    expect(sum / hour).toBeGreaterThanOrEqual(75.58 * 0.8)
    expect(sum / hour).toBeLessThanOrEqual(75.6 * 1.2)
  }
  fc.assert(fc.property(fc.array(fraction, { minLength: 9, maxLength: 9 }), check))
})

test('whatever a receiver answers, the pause is neither shorter than the schedule says nor without an end', () => {
  const attempts = fc.record({
    number: fc.integer({ min: 1, max: 9 }),
    statusCode: fc.option(fc.integer({ min: 100, max: 599 })),
    isTimeout: fc.boolean(),
    askedMs: fc.option(fc.nat()),
  })
  const check = (attempt: FailedAttempt, chance: number): void => {
    const usual = productionSchedule.pausesMs[attempt.number - 1] ?? 0
    const pauseMs = pauseAfter(productionSchedule, attempt, chance) ?? 0
    expect(pauseMs).toBeGreaterThanOrEqual(Math.floor(usual * 0.8))
    expect(pauseMs).toBeLessThanOrEqual(Math.max(2 * usual, hour))
  }
  fc.assert(fc.property(attempts, fraction, check))
})
