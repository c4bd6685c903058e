/** What a merchant needs for live payments, and what applies if the merchant has decided nothing. */
import { describe, expect, it } from 'vitest'
import { brands } from '../../src/core/card/card.ts'
import { acceptedBrands, missingForLive, shownNames, unspecified } from '../../src/core/merchant.ts'

const complete = {
  ...unspecified,
  id: 'mer_1',
  name: 'Shop',
  createdAtMs: 0,
  legalName: 'Shop GmbH',
  city: 'Berlin',
  country: 'DE',
}

describe('live payments need', () => {
  it.each(['supportEmail', 'supportPhone', 'supportUrl'] as const)('one way to reach support: %s', (way) => {
    expect(missingForLive({ ...complete, [way]: 'somewhere' } as never)).toEqual([])
    expect(missingForLive(complete as never)).toEqual(["the merchant's support email, phone, or URL"])
  })

  it.each([
    ['legalName', "the merchant's legal name"],
    ['city', "the merchant's city"],
    ['country', "the merchant's country"],
  ] as const)('the %s', (fact, missing) => {
    const reachable = { ...complete, supportUrl: 'https://shop.example/help' }
    expect(missingForLive({ ...reachable, [fact]: null })).toEqual([missing])
  })

  it('everything, if nothing is known about the merchant', () => {
    expect(missingForLive(null)).toEqual([
      "the merchant's legal name",
      "the merchant's city",
      "the merchant's country",
      "the merchant's support email, phone, or URL",
    ])
  })
})

describe('the name on a bank statement', () => {
  it.each([
    ['Shop', 'Shop'],
    ['Café Zürich', 'Cafe Zurich'],
    ['  Ali  &  東京  Sons ', 'Ali & Sons'],
    ['Shop\tof\u007fAda', 'ShopofAda'],
    ['A shop with a long name and more', 'A shop with a long nam'],
    ['A shop with a longer  nm', 'A shop with a longer n'],
    ['The shop of Ada & Sons Ltd.', 'The shop of Ada & Sons'],
    ['Twenty-one characters & more', 'Twenty-one characters'],
    ['~', '~'],
    ['東京', 'Card payment'],
    ['', 'Card payment'],
  ])('of %j is %j', (name, statementName) => {
    expect(shownNames({ name, statementDescriptor: null })).toEqual({ payee: name, statementName })
  })

  it('is the one that the merchant has chosen', () => {
    const merchant = { name: 'Café Zürich', statementDescriptor: 'CAFE ZRH' }
    expect(shownNames(merchant)).toEqual({ payee: 'Café Zürich', statementName: 'CAFE ZRH' })
  })

  it('does not depend on a merchant being known', () => {
    expect(shownNames(null)).toEqual({ payee: '', statementName: 'Card payment' })
  })
})

describe('accepted brands', () => {
  it('are all of them unless the merchant has chosen', () => {
    expect(acceptedBrands(null)).toEqual(brands)
    expect(acceptedBrands({ acceptedBrands: null })).toEqual(brands)
  })

  it('are those that the merchant has chosen', () => {
    expect(acceptedBrands({ acceptedBrands: ['visa'] })).toEqual(['visa'])
  })
})
