/** The log's last net, tried with random card numbers, random names of ours, and long texts. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attemptReference, correctionReference, refundReference } from '../../src/core/attempt/reference.ts'
import { passesLuhn } from '../../src/core/card/card.ts'
import { mask } from '../../src/core/card/mask.ts'
import { alphanumeric, ulid } from '../../src/platform/ids.ts'

const hidden = '[card number]'

/** With the check digit that makes it a card number. */
function withCheckDigit(digits: string): string {
  for (let last = 0; ; last++) if (passesLuhn(`${digits}${last}`)) return `${digits}${last}`
}

const digitsOf = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(''))

/** Of every scheme that the page knows, and every length that it has. */
const cardNumbers = fc
  .constantFrom<[string, number]>(
    ...[13, 16, 19].map((length): [string, number] => ['4', length]),
    ...['51', '55', '2221', '2720', '6011', '65', '3528', '81', '9792'].map((prefix): [string, number] => [
      prefix,
      16,
    ]),
    ...['34', '37', '1800', '2131'].map((prefix): [string, number] => [prefix, 15]),
    ...['300', '36', '38'].map((prefix): [string, number] => [prefix, 14]),
    ...[12, 13, 14, 15, 16, 17, 18, 19].flatMap((length): [string, number][] => [
      ['50', length],
      ['6759', length],
    ]),
    ...[14, 15, 16, 17, 18, 19].map((length): [string, number] => ['62', length]),
  )
  .chain(([prefix, length]) =>
    digitsOf(length - prefix.length - 1).map((rest) => withCheckDigit(prefix + rest)),
  )

describe('a card number', () => {
  it('is masked, however it is grouped and whatever is next to it', () => {
    const beside = fc.stringMatching(/^[a-zA-Z ,:;"'=({<>})]{0,8}$/)
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 18 }), { maxLength: 5 })
    const separator = fc.constantFrom('', ' ', '-', '.', '/', '\u00a0', '\u2009', ' - ', '%20', '\\n')
    fc.assert(
      fc.property(cardNumbers, beside, beside, cuts, separator, (pan, before, after, at, between) => {
        const written = [...pan].map((digit, i) => (at.includes(i) ? between + digit : digit)).join('')
        fc.pre(!/^(?:.{32}|.{40}|.{64})$/.test(before + written + after))
        expect(mask(before + written + after)).toBe(before + hidden + after)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('what is not a card number', () => {
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
  /** Digits in most places, as chance has it once in a while. */
  const hex = (length: number) =>
    fc.stringMatching(new RegExp(`^[0-9]{${length - 1}}[0-9a-f]$`)).filter((text) => /[a-f]/.test(text))
  const paymentIds = hex(32).map(
    (text) => `pay_${text.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5')}`,
  )
  const times = fc.integer({ min: 1_000_000_000_000, max: 3_999_999_999_999 })
  const ulids = fc
    .tuple(fc.integer({ min: 1_100_000_000_000, max: 3_999_999_999_999 }), bytes(10))
    .map(([ms, random]) => ulid(ms, random))
  const installation = fc.stringMatching(/^[0-9]{7}[a-z]$/).filter((text) => !/[ilou]/.test(text))

  const names: readonly (readonly [string, fc.Arbitrary<string>])[] = [
    ['a payment', paymentIds],
    ['a request', bytes(24).map((random) => `req_${alphanumeric(random)}`)],
    ['a request whose ID is nearly all digits', fc.stringMatching(/^req_[0-9]{23}[a-z]$/)],
    ['a key', ulids.map((id) => `key_${id}`)],
    ['a merchant', ulids.map((id) => `mer_${id}`)],
    ['a refund', ulids],
    [
      'an attempt at the acquirer',
      fc.tuple(installation, paymentIds).map(([head, id]) => attemptReference(head, id, 1)),
    ],
    [
      'a refund at the acquirer',
      fc.tuple(installation, ulids).map(([head, id]) => refundReference(head, id)),
    ],
    [
      'a correction at the acquirer',
      fc
        .tuple(installation, paymentIds, fc.integer({ min: 1, max: 99_999_999_999 }))
        .map(([head, id, amount]) => correctionReference(attemptReference(head, id, 2), amount)),
    ],
    ['a hash', hex(64)],
    ['a time in milliseconds', times.map(String)],
    ['a time in microseconds', times.map((ms) => String(Math.min(ms, 1_999_999_999_999) * 1_000 + 7))],
    ['a date', times.map((ms) => new Date(ms).toISOString())],
    // Above, what begins like a Maestro card and has its check digit is not told from one.
    ['an amount of less than a billion', fc.integer({ min: 0, max: 99_999_999_999 }).map(String)],
  ]

  it.each(names)('shows %s', (_, name) => {
    const around = fc.constantFrom<[string, string]>(
      ['', ''],
      ['"', '"'],
      ['of ', '.'],
      ['/hpp/', '/pay'],
      ['(', ')'],
    )
    fc.assert(
      fc.property(name, around, (text, [before, after]) => {
        expect(mask(before + text + after)).toBe(before + text + after)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('a long text', () => {
  const length = 1_000_000
  it.each([
    ['digits', '1'],
    ['digits in groups', '4111 '],
    ['single digits', '4 '],
    ['card numbers', '4111111111111111 '],
    ['names', `${'0a'.repeat(16)}-`],
    ['a name without end', 'a1'],
    ['separators', '-'],
    ['key heads', 'fl_test_sk'],
  ])('of %s takes no longer than its length is worth', (_, piece) => {
    const text = piece.repeat(length / piece.length)
    expect(mask(text).length).toBeGreaterThan(0)
  })
})
