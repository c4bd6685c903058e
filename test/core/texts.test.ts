/** Texts that the core judges: what a log may not show, where a customer may be sent, which countries there are. */
import { describe, expect, it } from 'vitest'
import { isCountryCode } from '../../src/core/country.ts'
import { mask } from '../../src/core/mask.ts'
import { isReturnAddress } from '../../src/core/return-address.ts'
import { testCards } from '../../src/core/test-cards.ts'

describe('a text for the log', () => {
  it.each(testCards.map((card) => card.pan))('does not show %s', (pan) => {
    expect(mask(`card ${pan} declined`)).toBe('card [card number] declined')
    expect(mask(pan.replaceAll(/(.{4})(?=.)/g, '$1 '))).toBe('[card number]')
    expect(mask(pan.replaceAll(/(.{4})(?=.)/g, '$1-'))).toBe('[card number]')
    expect(mask(`{"pan":"${pan}","cvc":"***"}`)).toBe('{"pan":"[card number]","cvc":"***"}')
  })

  it.each([
    ['4111111111111111 12 2030', '[card number] 12 2030'],
    ['12 4111 1111 1111 1111 123', '12 [card number] 123'],
    ['7 4111111111111111', '7 [card number]'],
    ['4111111111111111-4242424242424242', '[card number]-[card number]'],
    ['4111111111111111 4242424242424242 17', '[card number] [card number] 17'],
    ['4111111111111111,4242424242424242', '[card number],[card number]'],
    ['0000000000000', '[card number]'],
    ['0000000000000000000', '[card number]'],
    ['fl_test_sk_abc123 and fl_live_sk_XYZ_9', 'fl_test_sk_[masked] and fl_live_sk_[masked]'],
  ])('masks %j', (text, masked) => {
    expect(mask(text)).toBe(masked)
  })

  it.each([
    '',
    'payment pay_0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f ended',
    '4111111111111112',
    '000000000000',
    '00000000000000000000',
    'a4111111111111111',
    '4111111111111111f',
    '2026-11-23 10 15 59',
    'fl_test_pk_abc',
    'fl_test_sk_',
  ])('shows %j as it is', (text) => {
    expect(mask(text)).toBe(text)
  })
})

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
