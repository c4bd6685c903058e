/** The arithmetic of cards: check digits, and the moment at which a card has expired everywhere. */
import { describe, expect, it } from 'vitest'
import { isExpired, passesLuhn } from '../../src/core/card/card.ts'
import { findTestCard, testCards, unlistedCardCode } from '../../src/core/card/test-cards.ts'

describe('the check digit', () => {
  it.each([
    ['4111111111111111', true],
    ['4111111111111112', false],
    ['4111111111111121', false],
    ['1411111111111111', false],
    ['378282246310005', true],
    ['378282246310006', false],
    ['6759649826438453', true],
    ['30569309025904', true],
    ['79927398713', true],
    ['79927398710', false],
    ['0', true],
    ['18', true],
    ['59', true],
    ['91', true],
    ['5', false],
  ])('of %s: %s', (digits, isRight) => {
    expect(passesLuhn(digits)).toBe(isRight)
  })

  it('is unique for every beginning of a number', () => {
    for (const beginning of ['411111111111111', '37828224631000', '0', '99', '5555', '620000000000000000']) {
      const right = [...'0123456789'].filter((digit) => passesLuhn(beginning + digit))
      expect(right).toHaveLength(1)
    }
  })
})

describe('a card is valid until its month has ended everywhere', () => {
  const months = Array.from({ length: 12 }, (_, i) => i + 1)
  const years = [1970, 1999, 2000, 2024, 2025, 2026, 2027, 2028, 2096, 2099, 2100, 2101, 2400]
  const ends = years.flatMap((year) => months.map((month) => [month, year] as const))

  it.each(ends)('%i/%i', (month, year) => {
    // The first of the next month, at noon in UTC, is midnight at UTC-12.
    const endMs = Date.UTC(year, month, 1, 12)
    expect(isExpired(month, year, endMs - 1)).toBe(false)
    expect(isExpired(month, year, endMs)).toBe(true)
  })

  it('knows leap years', () => {
    expect(isExpired(2, 2028, Date.UTC(2028, 1, 29, 23, 59))).toBe(false)
    expect(isExpired(2, 2028, Date.UTC(2028, 2, 1, 11, 59, 59, 999))).toBe(false)
    expect(isExpired(2, 2028, Date.UTC(2028, 2, 1, 12))).toBe(true)
    expect(isExpired(2, 2100, Date.UTC(2100, 2, 1, 12))).toBe(true)
  })

  it('is recognized long after and long before it expires', () => {
    expect(isExpired(1, 2020, Date.UTC(2026, 0, 1))).toBe(true)
    expect(isExpired(12, 2099, Date.UTC(2026, 0, 1))).toBe(false)
  })
})

describe('the test cards', () => {
  it('have the check digit that the page asks for', () => {
    expect(testCards.filter((card) => !passesLuhn(card.pan))).toStrictEqual([])
  })

  it('have a length that cards have', () => {
    expect(testCards.filter((card) => !/^[0-9]{13,19}$/.test(card.pan))).toStrictEqual([])
  })

  it('are all different, and so are the labels of those that do different things', () => {
    expect(new Set(testCards.map((card) => card.pan)).size).toBe(testCards.length)
    const outcomes = new Map<string, Set<string>>()
    for (const { label, outcome } of testCards) {
      outcomes.set(label, (outcomes.get(label) ?? new Set()).add(JSON.stringify(outcome)))
    }
    expect([...outcomes].filter(([, kinds]) => kinds.size > 1)).toStrictEqual([])
  })

  it('show every outcome that a shop must try', () => {
    const kinds = new Set(testCards.map((card) => card.outcome.kind))
    expect([...kinds].sort()).toStrictEqual([
      'approve',
      'approve_fail_refunds',
      'challenge',
      'decline',
      'frictionless',
      'lose_answer',
      'lose_request',
      'slow',
    ])
  })

  it.each([
    ['4111111111111111', { kind: 'approve' }],
    ['4000000000000002', { kind: 'decline', declineCode: 'do_not_honor' }],
    ['4000000000009995', { kind: 'decline', declineCode: 'insufficient_funds' }],
    ['4000000000000069', { kind: 'decline', declineCode: 'expired_card' }],
    ['4000000000009987', { kind: 'decline', declineCode: 'lost_card' }],
    ['4000000000009979', { kind: 'decline', declineCode: 'stolen_card' }],
    ['4000000000006975', { kind: 'decline', declineCode: 'card_velocity_exceeded' }],
    ['4100000000000019', { kind: 'decline', declineCode: 'suspect_fraud' }],
    ['4000000000000127', { kind: 'decline', declineCode: 'invalid_cvc' }],
    ['4000000000000119', { kind: 'decline', declineCode: 'processing_error' }],
    ['4635440000002223', { kind: 'challenge', by: 'form', declineCode: null }],
    ['4000000000003220', { kind: 'frictionless' }],
    ['4000008400001629', { kind: 'challenge', by: 'link', declineCode: 'generic_decline' }],
    ['4000000000000259', { kind: 'lose_answer' }],
    ['4000000000001976', { kind: 'lose_request' }],
    ['4000000000005126', { kind: 'approve_fail_refunds' }],
    ['4000000000000572', { kind: 'decline', declineCode: 'not_permitted' }],
    ['4000000000005001', { kind: 'slow', answerMs: 5_000 }],
    ['4000000000025009', { kind: 'slow', answerMs: 25_000 }],
  ])('%s does what is documented', (pan, outcome) => {
    expect(findTestCard(pan)?.outcome).toStrictEqual(outcome)
  })

  it('differ in their last four digits where the issuer is slow', () => {
    const last4s = testCards.map(({ pan }) => pan.slice(-4))
    const slow = testCards.filter(({ outcome }) => outcome.kind === 'slow').map(({ pan }) => pan.slice(-4))
    for (const last4 of slow) expect(last4s.filter((other) => other === last4)).toHaveLength(1)
  })

  it('are never declined like a number that is not listed, unless after a challenge', () => {
    const outcomes = testCards.map(({ outcome }) => outcome)
    expect(outcomes).not.toContainEqual({ kind: 'decline', declineCode: unlistedCardCode })
  })

  it('do not include other numbers', () => {
    expect(findTestCard('4111111111111112')).toBeNull()
    expect(findTestCard('')).toBeNull()
  })
})
