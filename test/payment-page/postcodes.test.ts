/** Postcodes: where they are needed, and which look right. */
import { describe, expect, it } from 'vitest'
import { isCountryCode } from '../../src/core/card/country.ts'
import { hasPostcodes, postcodeRule } from '../../src/payment-page/fields/postcode-rules.ts'
import { isUsualPostcode } from '../../src/payment-page/fields/postcodes.ts'

describe('a postcode that looks right', () => {
  it.each([
    ['DE', '10115'],
    ['DE', 'D-10115'],
    ['AT', '1010'],
    ['LV', 'LV-1010'],
    ['GB', 'SW1A 1AA'],
    ['GB', 'm1 1ae'],
    ['NL', '1012 AB'],
    ['IE', 'D02 AF30'],
    ['CA', 'K1A 0B1'],
    ['US', '90210'],
    ['US', '90210-1234'],
    ['PT', '1000-001'],
    ['PL', '00-950'],
    ['MT', 'VLT 1117'],
    ['EG', '\u0661\u0661\u0665\u0661\u0661'],
    // Where we do not know, everything does.
    ['HK', 'whatever'],
    ['', '1'],
  ])('in %s: %s', (country, postcode) => {
    expect(isUsualPostcode(postcode, postcodeRule(country))).toBe(true)
  })
})

it.each([
  ['DE', '1010'],
  ['AT', '10115'],
  ['GB', '90210'],
  ['US', '9021'],
  ['NL', '1012'],
])('in %s, %s looks mistyped', (country, postcode) => {
  expect(isUsualPostcode(postcode, postcodeRule(country))).toBe(false)
})

it('is needed in the countries of the European Union, and optional where there may be none', () => {
  const union = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ')
  expect(union.filter((country) => !isCountryCode(country) || !hasPostcodes(country))).toEqual([])
  expect(['HK', 'AE', 'AO', ''].filter(hasPostcodes)).toEqual([])
})

it('is called what people call it', () => {
  expect(['US', 'IE', 'GB', 'HK'].map((country) => postcodeRule(country).label)).toEqual([
    'field.zip',
    'field.eircode',
    'field.postcode',
    'field.postcodeOptional',
  ])
})
