/** How `Retry-After` is read. */
import { expect, test } from 'vitest'
import { readRetryAfter } from '../../src/webhooks/retry-after.ts'

const now = Date.UTC(2026, 10, 26, 9, 0, 0)

test.each([
  ['120', 120_000],
  ['0', 0],
  ['Thu, 26 Nov 2026 09:01:30 GMT', 90_000],
  ['Thu, 26 Nov 2026 08:59:00 GMT', 0],
  ['-5', null],
  ['1.5', null],
  ['soon', null],
  ['2026-11-26T09:01:30Z', null],
  ['Thu, 99 Nov 2026 99:99:99 GMT', null],
  ['', null],
])('Retry-After %j is read as %s ms', (header, expected) => {
  expect(readRetryAfter(header, now)).toBe(expected)
})
