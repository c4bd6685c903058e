/** Texts that the core judges: where a customer may be sent, which countries there are. */
import { describe, expect, it } from 'vitest'
import { isCountryCode } from '../../src/core/card/country.ts'
import { isReturnAddress } from '../../src/core/payment/return-address.ts'

describe('a return address', () => {
  it.each([
    'http://localhost:3000',
    'http://localhost/return?order=1#top',
    'https://shop.example',
    'https://shop.example/',
    'https://shop.example?order=1',
    'https://shop.example#top',
    'https://shop.example:8443/a@b?c=//d',
    'https://[::1]:3000/return',
    'https://xn--mnchen-3ya.example/zur%C3%BCck',
    `https://shop.example/${'a'.repeat(2_027)}`,
  ])('may be %s in test mode', (address) => {
    expect(isReturnAddress(address, 'test')).toBe(true)
    expect(isReturnAddress(address, 'live')).toBe(address.startsWith('https://'))
  })

  it.each([
    '',
    'shop.example',
    '//shop.example',
    '/return',
    'https:shop.example',
    'https:/shop.example',
    'https://',
    'https:///return',
    'https://?order=1',
    'https://#top',
    'HTTPS://shop.example',
    'ftp://shop.example',
    'javascript:alert(1)',
    ' https://shop.example',
    'https://shop.example ',
    'https://shop.example/a b',
    'https://shop.example/a\tb',
    'https://shop.example/a\nb',
    'https://shop.example\n',
    'https://user@shop.example',
    'https://user:secret@shop.example/',
    'https://shop.example\\@evil.example',
    'https://shop.example/a\\b',
    'https://shop.example/\u0000',
    'https://shop.example/\u001f',
    'https://shop.example/\u007f',
    'https://shop.example/\u009f',
    'https://shop.example/\ud800',
    `https://shop.example/${'a'.repeat(2_028)}`,
  ])('cannot be %j', (address) => {
    expect(isReturnAddress(address, 'test')).toBe(false)
    expect(isReturnAddress(address, 'live')).toBe(false)
  })

  it('may have as many characters as are allowed, however many units they take', () => {
    const wide = (count: number) => `https://shop.example/${'\u{1f600}'.repeat(count)}`
    expect(isReturnAddress(wide(2_027), 'test')).toBe(true)
    expect(isReturnAddress(wide(2_028), 'test')).toBe(false)
    expect(isReturnAddress(wide(9_999), 'test')).toBe(false)
  })

  it('may hold characters of any language after the controls', () => {
    expect(isReturnAddress('https://shop.example/\u00a1\u{1f600}', 'test')).toBe(true)
    expect(isReturnAddress('https://shop.example/!~', 'test')).toBe(true)
  })
})

describe('a country', () => {
  it('is one of the 249 assigned codes', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
    const assigned = letters.flatMap((a) => letters.map((b) => a + b)).filter(isCountryCode)
    expect(assigned).toHaveLength(249)
    expect(assigned).toContain('DE')
  })

  it.each(['', 'de', 'DEU', 'UK', 'EU', 'XK', 'AA', 'ZZ', 'DE ', 'D'])('is not %j', (code) => {
    expect(isCountryCode(code)).toBe(false)
  })
})
