/** Brands: what the server decides, and that the browser's short table never contradicts it. */
import { describe, expect, it } from 'vitest'
import { checkPan, detectBrand } from '../../src/card-brands/brand.ts'
import { lengthProblem } from '../../src/card-brands/brand-table.ts'
import { passesLuhn } from '../../src/core/card/card.ts'
import { testCards } from '../../src/core/card/test-cards.ts'
import { type BrandHint, brandHints } from '../../src/payment-page/brand-hints.ts'
import { brandHint } from '../../src/payment-page/browser/brand.ts'

const hintOf = (digits: string): BrandHint => brandHint(brandHints, digits)

describe('the brand of a number', () => {
  it.each([
    ['4111111111111111', 'visa'],
    ['5555555555554444', 'mastercard'],
    ['2221000000000009', 'mastercard'],
    ['2720990000000007', 'mastercard'],
    ['378282246310005', 'amex'],
    ['6011111111111117', 'discover'],
    ['30569309025904', 'diners'],
    ['3566002020360505', 'jcb'],
    ['6200000000000005', 'unionpay'],
    ['6759649826438453', 'maestro'],
  ])('%s is of %s', (pan, brand) => {
    expect(detectBrand(pan)?.brand).toBe(brand)
  })

  it.each([
    '2200000000000004',
    '9792000000000001',
    '5067000000000003',
    '1000000000000008',
    '',
    '4'.repeat(0),
  ])('nobody of ours issues %s', (pan) => {
    expect(detectBrand(pan)).toBeNull()
  })

  it('determines the length of the security code', () => {
    expect(detectBrand('378282246310005')?.cvcLength).toBe(4)
    expect(detectBrand('4111111111111111')?.cvcLength).toBe(3)
  })

  it('is the same in the browser as on the server, but for local schemes that use ranges of ours', () => {
    for (let prefix = 100_000; prefix < 1_000_000; prefix += 37) {
      const info = detectBrand(`${prefix}0000000000`)
      const hint = hintOf(`${prefix}0000000000`)
      if (info !== null || hint.name === '')
        expect([prefix, hint.name, hint.cvcLength]).toEqual([prefix, info?.name ?? '', info?.cvcLength])
    }
  })

  it.each([
    ['1800000000000002', 'JCB'],
    ['2131000000000008', 'JCB'],
    ['6218300000000000', 'UnionPay'],
    ['6304000000000000', 'Maestro'],
    ['6020000000000000', 'Maestro'],
  ])('of %s is known in the browser, too: %s', (pan, name) => {
    expect([detectBrand(pan)?.name, hintOf(pan).name]).toEqual([name, name])
  })

  it('is not named in the browser after a first digit that several brands share', () => {
    expect(['6', '60', '601'].map((digits) => hintOf(digits).name)).toEqual(['', '', ''])
  })
})

describe('the lengths that the browser knows', () => {
  it('are those that the server takes', () => {
    for (let prefix = 100_000; prefix < 1_000_000; prefix += 37) {
      const info = detectBrand(`${prefix}0000000000`)
      const { lengths } = hintOf(`${prefix}0000000000`)
      if (info === null) continue
      const denied = info.lengths.filter((length) => lengthProblem(length, lengths) !== null)
      expect([prefix, info.name, denied]).toEqual([prefix, info.name, []])
    }
  })
})

describe('a number that may be paid with', () => {
  it.each(testCards.map((card) => card.pan))('is every test card: %s', (pan) => {
    expect(checkPan(pan)).toBeNull()
  })

  it.each([
    ['41111111111', 'short'],
    ['41111111111111111111', 'long'],
    ['411111111111111', 'short'],
    ['37828224631000', 'short'],
    ['55555555555544440', 'long'],
    ['4111111111111112', 'check'],
    ['9999999999999999', 'check'],
    ['2200000000000004', 'unsupported'],
  ])('is not %s: %s', (pan, problem) => {
    expect(checkPan(pan)).toBe(problem)
  })

  it('needs no check digit at UnionPay', () => {
    expect(passesLuhn('6200000000000006')).toBe(false)
    expect(checkPan('6200000000000006')).toBeNull()
  })
})
