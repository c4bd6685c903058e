/** Which strings contain a card number, however it is written. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holdsCardNumber } from '../../src/core/card/card-numbers.ts'
import { mask } from '../../src/core/card/mask.ts'
import { testCards } from '../../src/core/card/test-cards.ts'

const pan = '4012888888881881'
const digitsFrom = (zero: number) =>
  [...pan].map((digit) => String.fromCodePoint(zero + Number(digit))).join('')
const joined = (separator: string) => (pan.match(/.{4}/g) ?? []).join(separator)
/** As nobody groups a card number on purpose. */
const irregular = (separator: string) => ['401288', '8888', '88', '1881'].join(separator)

describe('a card number is found', () => {
  it.each([
    ',',
    '*',
    '    ',
    '        ',
    ':',
    '~',
    '#',
    '|',
    ', ',
    '";"',
    '@',
    '\n',
    '\r\n',
    '\u00b7',
    '\u{1f4b3}',
    '[',
    '`',
    '{',
    '\u0080',
  ])('in groups with %j between them', (separator) => {
    expect(mask(`a ${joined(separator)} b`)).toBe('a [card number] b')
  })

  it.each([
    ...[' ', '+', '-', '.', '/', '_', '\t', '   ', ' - ', '\u00a0', '\u2000', '\u2009', '\u2015', '\u202f'],
    ...['\u2060', '\u2212'],
  ])('however it is grouped with %j between the groups', (separator) => {
    expect(mask(`a ${irregular(separator)} b`)).toBe('a [card number] b')
    expect(mask(`12,${irregular(separator)},34`)).toBe('12,[card number],34')
  })

  it.each([
    ['123,4012,8888,8888,1881,99999', '123,[card number],99999'],
    ['7 40128888888818811229123', '7 [card number]'],
    ['4012888888880000001', '[card number]'],
    ['40128888888800000011229', '[card number]'],
    ['4012 8888 8888 0000 001', '[card number]'],
    ['4012,8888,8888,0000,001', '[card number]'],
    ['0000004012888888880000001', '[card number]'],
  ])('beside other numbers, and in every length: %s', (text, masked) => {
    expect(mask(text)).toBe(masked)
  })

  it.each([
    ['as single digits in a list', `[${[...pan].join(',')}]`],
    ['in full-width digits', digitsFrom(0xff10)],
    ['in Bengali digits', digitsFrom(0x9e6)],
    ['in bold mathematical digits', digitsFrom(0x1d7ce)],
    ['twice in a row', pan + pan],
    ['with its expiry and its code right behind it', `${pan}1229123`],
    ['padded with zeros', `000${pan}`],
    ['in the groups of American Express', '3782*822463*10005'],
    ['in the groups of Diners Club', '3056,930902,5904'],
    ['in two halves', '40128888@88881881'],
    ['in a URL', 'number=4012%208888%208888%201881&cvc='],
    ['in JSON', JSON.stringify({ error: '4012\n8888\n8888\n1881' })],
    ['of UnionPay, without a check digit', '6200000000000000'],
  ])('%s', (_, text) => {
    const masked = mask(`a ${text} b`)
    expect(masked).toContain('[card number]')
    expect(masked).toMatch(/^a [^0-9]* b$/u)
    expect(masked.isWellFormed()).toBe(true)
  })

  it('for each test card, in any script and with any separator', () => {
    const zeros = fc.constantFrom(0x30, 0x660, 0x966, 0xff10, 0x1d7ce)
    const separators = fc.stringMatching(/^[ ,;:*#|~@!?'"()[\]{}<>=&$^_+./-]{0,7}$/)
    fc.assert(
      fc.property(fc.constantFrom(...testCards), zeros, separators, (card, zero, separator) => {
        const groups = card.pan.match(/.{1,4}/g) ?? []
        const text = groups.join(separator)
        expect(
          holdsCardNumber(text.replace(/[0-9]/g, (digit) => String.fromCodePoint(zero + Number(digit)))),
        ).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('no card number is found', () => {
  it.each([
    ...['', 'Order 1042', '4532015112830367', '453201511283', '+491709876543', '2026-11-25 20:15:59'],
    ...['1764101734000', '0000000000000000', '1'.repeat(500), '12345678901234567890123', '4532 0151'],
    ...['4012a8888b8888c1881', '4012,888,8888,81881', '1,234,567,890,123.45', '4012         8888 8888 1881'],
    ...['4012,8888,888800,00001', '4012,888888,8818,81', '4012,8888,88881881'],
    ...['A', 'Z', 'a', 'z', '\u00e9', '\u6771', '\u00bd', '\u2167', '\u{1d400}'].map(joined),
    ...['*', ',', ':', '^', '\n', '!', '\u0008', '\u007f', '\u00a1', '\u1fff', '\u2016', '\u2030'].map(
      irregular,
    ),
    ...['\u2061', '\u2213', '    '].map(irregular),
    ...['7012888888881888', '9999999999999995', '401288888888188', '2026-11-25 20:15:59.123456'],
  ])('in %j', (text) => {
    expect(holdsCardNumber(text)).toBe(false)
  })

  it('in any amount, time, or network address', () => {
    const octet = fc.integer({ min: 0, max: 255 })
    const address = fc.tuple(octet, octet, octet, octet).map((all) => all.join('.'))
    const port = fc.integer({ min: 1024, max: 65_535 })
    const time = fc.integer({ min: 1_000_000_000_000, max: 1_999_999_999_999 })
    const ordinary = fc.oneof(
      fc.tuple(address, port).map(([host, number]) => `${host}:${number}`),
      fc
        .integer({ min: 0, max: 99_999_999_999 })
        .map((minor) => `EUR ${(minor / 100).toFixed(2)}, ${minor} cents`),
      time.map((ms) => `${ms} ${new Date(ms).toISOString().replace('T', ' ')}`),
      time.map((ms) => `${ms}123456`),
      // As acquirers number their transactions: the year's last digit, the day, the hour, and a count.
      fc
        .tuple(fc.integer({ min: 1, max: 303 }), fc.integer({ min: 0, max: 23_999_999 }))
        .map(([day, count]) => `6${String(day).padStart(3, '0')}${String(count).padStart(8, '0')}`),
    )
    fc.assert(
      fc.property(ordinary, (text) => {
        expect(holdsCardNumber(text)).toBe(false)
      }),
      { numRuns: 2_000 },
    )
  })
})
