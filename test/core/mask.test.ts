/** What the log's last net replaces, whatever stands beside it, and what it leaves alone. */
import { describe, expect, it } from 'vitest'
import { isMasked, mask } from '../../src/core/card/mask.ts'
import { testCards } from '../../src/core/card/test-cards.ts'

const hidden = '[card number]'
const grouped = (pan: string, separator: string): string => pan.replaceAll(/(.{4})(?=.)/g, `$1${separator}`)

describe('a card number', () => {
  it.each(testCards.map((card) => card.pan))('of the test cards is masked: %s', (pan) => {
    expect(mask(`card ${pan} declined`)).toBe(`card ${hidden} declined`)
    for (const separator of ' -./\u00a0\u202f_+') expect(mask(grouped(pan, separator))).toBe(hidden)
    expect(mask(grouped(pan, ' - '))).toBe(hidden)
    expect(mask(`{"pan":"${pan}","cvc":"***"}`)).toBe(`{"pan":"${hidden}","cvc":"***"}`)
  })

  it.each([
    ['4111111111111111 12 2030', `${hidden} 12 2030`],
    ['12 4111 1111 1111 1111 123', `12 ${hidden} 123`],
    ['7 4111111111111111', `7 ${hidden}`],
    ['4111111111111111-4242424242424242', `${hidden}-${hidden}`],
    ['4111111111111111 4242424242424242 17', `${hidden} ${hidden} 17`],
    ['4111111111111111,4242424242424242', `${hidden},${hidden}`],
    ['card4012888888881881', `card${hidden}`],
    ['4012888888881881cvv=987', `${hidden}cvv=987`],
    ['a4111111111111111', `a${hidden}`],
    ['4111111111111111f', `${hidden}f`],
    ['deadbeef4111111111111111', `deadbeef${hidden}`],
    ['abcdef4012888888881881abcd', `abcdef${hidden}abcd`],
    ['00004012888888881881abcd00', `${hidden}abcd00`],
    ['PAN=4111.1111.1111.1111;', `PAN=${hidden};`],
    ['4111/1111/1111/1111', hidden],
    ['4111\u00a01111\u00a01111\u00a01111', hidden],
    ['4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1', hidden],
    ['3782 822463 10005', hidden],
    ['500000000009', hidden],
    ['pay_4111111111111111', `pay_${hidden}`],
    ['req_4111111111111111abc', `req_${hidden}abc`],
    [';4111111111111111=25121010000000000000?', `;${hidden}=25121010000000000000?`],
  ])('%j', (text, masked) => {
    expect(mask(text)).toBe(masked)
  })
})

describe('beside a card number', () => {
  const monospace = (digits: string) =>
    digits.replace(/[0-9]/g, (digit) => String.fromCodePoint(0x1d7f6 + Number(digit)))

  it.each([
    ['4111111111111111，12', `${hidden}，12`],
    ['4111111111111111\ue000', `${hidden}\ue000`],
    [`a ${monospace('4000000000000119')} b`, `a ${hidden} b`],
    [`${monospace('4111111111111111')}b`, `${hidden}b`],
    [`${monospace('4111111111111111')}\u{1f4b3}`, `${hidden}\u{1f4b3}`],
  ])('everything stays as it is: %j', (text, masked) => {
    expect(mask(text)).toBe(masked)
  })
})

it('what has been masked is told from what has not', () => {
  expect(isMasked(mask('order 4111111111111111'))).toBe(true)
  expect(isMasked(mask('order 1111'))).toBe(false)
})

describe('a name of ours', () => {
  const names = [
    '41111111-1111-1111-1111-1111111111ab',
    'pay_41111111-1111-1111-1111-1111111111ab',
    'PAY_41111111-1111-1111-1111-1111111111AB',
    'req_4111111111111111abcdefgh',
    'req_4111111111111111azazazaz',
    'key_01kav4111111111111111za9az',
    'MER_01KAV4111111111111111ZA9AZ',
    '01a4111111111111111azzz999',
    '4111111a-41111111111111119999aaaabbbbcccca1',
    '4111111z-41111111111111119999aaaabbbbcccca12c999999999999',
    '4111111z-r01kav4111111111111111za9az',
    '9a4111111111111111aaaaaaaabbbbbb',
    'AF4111111111111111aaaaaaaabbbbbbbbbbbbbb',
    `${'a4111111111111111'.repeat(3)}${'f0'.repeat(6)}0`,
  ]

  it.each(names)('shows as it is, whatever is beside it: %s', (name) => {
    for (const [before, after] of ['  ', '""', '/.', '()', '[]', '{}', '@`', '^:', '\u00e9\u6771'].map(
      (two) => [...two],
    ))
      expect(mask(`${before}${name}${after}`)).toBe(`${before}${name}${after}`)
  })

  it.each(names)('is not one with another letter, underscore, or hyphen in front of it: %s', (name) => {
    for (const more of ['q', 'Z', '_', '-']) expect(mask(`${more}${name}`)).toContain(hidden)
  })

  it.each(names)('does not hide a card number behind it: %s', (name) => {
    expect(mask(`${name} 4111111111111111`)).toBe(`${name} ${hidden}`)
  })
})

describe('a secret key', () => {
  it('does not show', () => {
    const text = 'fl_test_sk_abc123 and xfl_live_sk_XYZ_9, fl_test_sk_4111111111111111'
    expect(mask(text)).toMatch(/^fl_test_sk_\[masked\] and xfl_live_sk_\[masked\], fl_test_sk_\[masked\]/)
    expect(mask(text)).not.toMatch(/abc123|XYZ|4111/)
  })
})

describe('what is not a card number', () => {
  it.each([
    '',
    '4111111111111112',
    '000000000000',
    '0000000000000',
    '0000000000000000000',
    '00000000000000000000',
    '2026-11-23 10 15 59',
    '2026-11-23T10:15:59.123Z',
    'fl_test_pk_abc',
    'fl_test_sk_',
    '999999999999',
    '198.51.100.123, 203.0.113.9',
    '2026-11-25 20:15:59.123',
    '45.137.201.19:54321',
    '40129999 at the 9991881',
  ])('shows as it is: %j', (text) => {
    expect(mask(text)).toBe(text)
  })
})
