/** Digits of every script are read as ours, and everything stays in its place. */
import { expect, it } from 'vitest'
import { asciiDigits } from '../../src/core/card/digits.ts'

const spelled = (zero: number) =>
  Array.from({ length: 10 }, (_, i) => String.fromCodePoint(zero + i)).join('')

it.each([
  ['full-width', 0xff10],
  ['Arabic-Indic', 0x660],
  ['Devanagari', 0x966],
  ['Bengali', 0x9e6],
  ['Thai', 0xe50],
])('%s digits become ASCII digits', (_, zero) => {
  expect(asciiDigits(`a ${spelled(zero)} b`)).toBe('a 0123456789 b')
})

it.each([
  ['bold mathematical', 0x1d7ce],
  ['monospace mathematical', 0x1d7f6],
  ['Chakma', 0x11136],
])('%s digits, which take two code units, keep their length', (_, zero) => {
  const text = spelled(zero)
  expect(asciiDigits(text)).toHaveLength(text.length)
  expect(asciiDigits(text).replaceAll('\u2060', '')).toBe('0123456789')
})

it('superscript and circled digits become ASCII digits', () => {
  expect(asciiDigits('\u00b9\u00b2\u00b3\u2074\u2460')).toBe('12341')
})

it('other numbers and other characters stay as they are', () => {
  for (const text of ['', '0123456789', 'abc', '\u00bd', '\u2167', '\u4e09', '\u2469', '\u{1f4b3}'])
    expect(asciiDigits(text)).toBe(text)
})
