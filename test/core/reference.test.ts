/** Our names at the acquirer: whose they are, what they belong to, and that no other name is taken for one. */
import { describe, expect, it } from 'vitest'
import {
  attemptReference,
  correctionReference,
  isCorrectionOf,
  isOfAnotherInstallation,
  paymentIdOf,
  refundIdOf,
  refundReference,
} from '../../src/core/attempt/reference.ts'

const ours = '7k2m9x0q'
const other = '7k2m9x0r'
const paymentId = 'pay_0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d'
const refundId = '01jdefghjkmnpqrstvwxyz0123'
const attempt = attemptReference(ours, paymentId, 12)
const refund = refundReference(ours, refundId)
const correction = correctionReference(attempt, 2_500)

describe('a reference', () => {
  it.each([
    ['an attempt', attempt, '7k2m9x0q-0a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5da12'],
    ['a refund', refund, '7k2m9x0q-r01jdefghjkmnpqrstvwxyz0123'],
    ['a correction', correction, '7k2m9x0q-0a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5da12c2500'],
  ])('of %s begins with the installation', (_, reference, expected) => {
    expect(reference).toBe(expected)
  })

  it('has at most 64 characters, which every acquirer accepts', () => {
    const longest = correctionReference(attemptReference(ours, paymentId, 100), 999_999_999_999)
    expect(longest).toMatch(/^[a-z0-9_-]{1,64}$/)
    expect(isOfAnotherInstallation(other, longest)).toBe(true)
  })

  it('says what it belongs to, to the installation that made it', () => {
    expect(paymentIdOf(ours, attempt)).toBe(paymentId)
    expect(refundIdOf(ours, refund)).toBe(refundId)
    expect(paymentIdOf(other, attempt)).toBeNull()
    expect(refundIdOf(other, refund)).toBeNull()
  })

  it.each([attempt, refund, correction])('%s is seen to be made by another installation', (reference) => {
    expect(isOfAnotherInstallation(other, reference)).toBe(true)
    expect(isOfAnotherInstallation(ours, reference)).toBe(false)
  })

  it("of a correction names the attempt that it corrects, and is not mistaken for the attempt's", () => {
    expect(isCorrectionOf(correction, attempt)).toBe(true)
    expect(isCorrectionOf(attempt, attempt)).toBe(false)
    expect(isCorrectionOf(correction, attemptReference(ours, paymentId, 1))).toBe(false)
    expect(paymentIdOf(ours, correction)).toBeNull()
  })
})

const foreign = [
  '',
  'order-17',
  '7k2m9x0q',
  attempt.slice(9),
  refund.slice(9),
  `x${attempt}`,
  `${attempt}x`,
  `x${refund}`,
  `${refund}x`,
  `x${correction}`,
  `${correction}x`,
  attempt.replace('a12', 'a0'),
  attempt.replace('a12', 'a01'),
  attempt.replace('a12', 'a1000'),
  attempt.replace('a12', 'b12'),
  attempt.toUpperCase(),
  attempt.replace('7k2m9x0q', '7k2m9x0u'),
  attempt.replace('-', '_'),
  correctionReference(attempt, 0),
  correctionReference(attempt, 1_000_000_000_000),
  refund.replace('01jd', '01jl'),
]

describe('a name that no installation has made', () => {
  it.each(foreign)('%j belongs neither to us nor to another installation', (reference) => {
    expect(paymentIdOf(ours, reference)).toBeNull()
    expect(refundIdOf(ours, reference)).toBeNull()
    expect(isOfAnotherInstallation(other, reference)).toBe(false)
  })
})
