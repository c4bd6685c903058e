/** Which sessions are too short for everyone, and how often those may be extended. */
import { describe, expect, it } from 'vitest'
import { extensionsFor, isShortSession } from '../../src/core/payment/extension.ts'
import { open, startMs } from './situations.ts'

const longMs = 20 * 3_600_000

describe('a session of less than 20 hours', () => {
  const lifeMs = longMs - 1

  it('needs a warning before it ends', () => {
    expect(isShortSession(open({ expiresAtMs: startMs + lifeMs }))).toBe(true)
  })

  it('may be extended ten times, unless the merchant does not allow it', () => {
    expect(extensionsFor(lifeMs, true)).toBe(10)
    expect(extensionsFor(lifeMs, false)).toBe(0)
  })
})

it('a session of 20 hours needs neither a warning nor extensions', () => {
  expect(isShortSession(open({ expiresAtMs: startMs + longMs }))).toBe(false)
  expect(extensionsFor(longMs, true)).toBe(0)
  expect(extensionsFor(longMs, false)).toBe(0)
})
