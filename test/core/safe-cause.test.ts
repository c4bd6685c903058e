/** What is kept of the reason that an adapter gives: enough to look for, and no digits of a card. */
import { describe, expect, it } from 'vitest'
import { safeCause } from '../../src/core/attempt/safe-cause.ts'
import { testCards } from '../../src/core/card/test-cards.ts'

describe('a reason', () => {
  it.each([
    ['no answer in time', 'no answer in time'],
    ['HTTP 503 from /v2/payments', 'HTTP 503 from /v2/payments'],
    ['status=502', 'status=502'],
    ['http_503', 'http_503'],
    ['Status: 500', 'Status: 500'],
    ['http504', 'http504'],
    ['HTTP 5031', 'HTTP [digits]'],
    ['after 30 s', 'after 30 s'],
    ['after 30000 ms', 'after [digits] ms'],
    ['CVV=987', 'CVV=[digits]'],
    ['987', '[digits]'],
    ['{"cvc":"9876"}', '{"cvc":"[digits]"}'],
    ['line one\nline two\u009b2J', 'line one line two 2J'],
    ['  spaces  ', 'spaces'],
    ['Grüße', 'Gr e'],
    ['fl_live_sk_abcdef', 'fl_live_sk_[masked]'],
  ])('%j is kept as %j', (given, kept) => {
    expect(safeCause(given)).toBe(kept)
  })

  it.each(testCards.map(({ pan }) => pan))('shows nothing of %s, however it is written', (pan) => {
    const groups = pan.match(/.{1,4}/g) ?? []
    for (const written of [
      pan,
      `card${pan}cvv=123`,
      ...[' ', '-', '.', '/', '\u00a0'].map((by) => groups.join(by)),
    ]) {
      const kept = safeCause(`gateway timeout, request was ${written} 917`)
      expect(kept).not.toMatch(/[0-9]{3}/)
    }
  })

  it.each([undefined, null, 17, {}, '', '   ', '\n'])('is reported as missing if it is %j', (given) => {
    expect(safeCause(given)).toBe('no reason given')
  })

  it('has at most 200 characters, and only its beginning is read', () => {
    expect(safeCause('a'.repeat(1_000_000))).toBe('a'.repeat(200))
    expect(safeCause(`${' '.repeat(1_999)}ab`)).toBe('a')
    expect(safeCause(`${'a'.repeat(198)}4111111111111111`)).toBe(`${'a'.repeat(198)}[c`)
  })
})
