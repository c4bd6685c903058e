/** What a merchant needs for live payments, and what applies if the merchant has decided nothing. */
import { describe, expect, it } from 'vitest'
import { brands } from '../../src/core/card/card.ts'
import { acceptedBrands, missingForLive, unspecified } from '../../src/core/merchant.ts'

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

  it('everything, if nothing is known about the merchant', () => {
    expect(missingForLive(null)).toHaveLength(4)
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
