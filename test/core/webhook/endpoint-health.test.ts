/** What attempts say about an endpoint. */
import { expect, test } from 'vitest'
import {
  alarmLevel,
  type EndpointHealth,
  hasFailedForLong,
  healthAfter,
} from '../../../src/core/webhook/endpoint-health.ts'

const hour = 3_600_000
const atMs = 1_000 * hour
const fresh: EndpointHealth = { failingSinceMs: null, lastSuccessAtMs: null }
const works: EndpointHealth = { failingSinceMs: null, lastSuccessAtMs: atMs - 10_000 }
const fails: EndpointHealth = { failingSinceMs: atMs - hour, lastSuccessAtMs: atMs - 2 * hour }

test.each<[string, EndpointHealth, boolean, EndpointHealth | null]>([
  ['a first success is noted', fresh, true, { failingSinceMs: null, lastSuccessAtMs: atMs }],
  ['a success a few seconds after another changes nothing', works, true, null],
  [
    'a success a minute after another is noted',
    { ...works, lastSuccessAtMs: atMs - 60_000 },
    true,
    { failingSinceMs: null, lastSuccessAtMs: atMs },
  ],
  ['a success of an earlier time changes nothing', { ...works, lastSuccessAtMs: atMs + 5 }, true, null],
  [
    'a success of an earlier time ends failures, and the last success remains the last',
    { ...fails, lastSuccessAtMs: atMs + 5 },
    true,
    { failingSinceMs: null, lastSuccessAtMs: atMs + 5 },
  ],
  [
    'a success after a failure ends it, although another was just noted',
    { ...works, failingSinceMs: atMs - 5_000 },
    true,
    { failingSinceMs: null, lastSuccessAtMs: atMs },
  ],
  ['a success after failures ends them', fails, true, { failingSinceMs: null, lastSuccessAtMs: atMs }],
  ['a first failure begins them', works, false, { failingSinceMs: atMs, lastSuccessAtMs: atMs - 10_000 }],
  ['a first failure ever begins them', fresh, false, { failingSinceMs: atMs, lastSuccessAtMs: null }],
  ['a further failure changes nothing', fails, false, null],
])('%s', (_, before, isSuccess, after) => {
  expect(healthAfter(before, { isSuccess, atMs })).toEqual(after)
})

test('an endpoint has failed for long after 120 hours without a success', () => {
  const since = (hours: number): EndpointHealth => ({
    failingSinceMs: atMs - hours * hour,
    lastSuccessAtMs: null,
  })
  expect(hasFailedForLong(works, atMs)).toBe(false)
  expect(hasFailedForLong(since(119.9), atMs)).toBe(false)
  expect(hasFailedForLong(since(120), atMs)).toBe(true)
})

test.each([
  [null, null],
  [0.9, null],
  [1, 'hour'],
  [23.9, 'hour'],
  [24, 'day'],
  [100, 'day'],
])('after %s hours of failures, the alarm is %s', (hours, level) => {
  expect(
    alarmLevel({ failingSinceMs: hours === null ? null : atMs - hours * hour, lastSuccessAtMs: null }, atMs),
  ).toBe(level)
})
