/** What a posted card form may hold, and what becomes of it. */
import { describe, expect, it } from 'vitest'
import { testCards } from '../../src/core/card/test-cards.ts'
import type { Merchant } from '../../src/core/merchant.ts'
import { type FormResult, readForm } from '../../src/payment-page/form.ts'
import { formTerms } from '../../src/payment-page/form-terms.ts'
import { parseFields } from '../../src/payment-page/read-post.ts'
import { isOwnPost } from '../../src/payment-page/same-origin.ts'
import { merchant, nowMs, payment } from './payments.ts'

const good = {
  number: '4929 4205 7359 5709',
  expiry: '12/30',
  cvc: '123',
  name: ' Alex Johnson ',
  email: 'alex@example.com',
}
const supplied = {
  ...{ email: 'alex@shop.example', firstName: 'Alex', lastName: 'Johnson', country: 'DE' },
  ...{ phone: '+491709876543', address: 'Friedrichstrasse 100', city: 'Berlin', zip: '10117' },
}
const about = { fingerprintOf: () => 'fingerprint', networkOf: () => null }
const read = (
  fields: Record<string, string>,
  over: Parameters<typeof payment>[0] = {},
  of: Partial<Merchant> = {},
): FormResult => {
  const terms = formTerms(payment(over), { ...merchant, ...of })
  return readForm(terms, new Map(Object.entries(fields)), nowMs, about)
}

/** The text with its digits in another script. */
const inDigitsFrom = (zero: number, text: string): string =>
  text.replace(/[0-9]/g, (digit) => String.fromCodePoint(zero + Number(digit)))

const errorsOf = (result: FormResult) => (result.kind === 'errors' ? result.errors : result.kind)

describe('a right form', () => {
  const result = read(good)

  it('gives the card, of which only the harmless part can be seen', () => {
    expect(result).toMatchObject({
      kind: 'card',
      form: {
        cardSummary: { brand: 'visa', last4: '5709', expMonth: 12, expYear: 2030, country: null },
        customer: { email: 'alex@example.com', name: 'Alex Johnson' },
      },
    })
    expect(JSON.stringify(result)).not.toContain('4929')
  })

  it('names the customer whom the shop has named', () => {
    const { email: _, ...fields } = good
    expect(read(fields, { suppliedCustomer: supplied })).toMatchObject({
      form: { customer: { email: 'alex@shop.example', name: 'Alex Johnson' } },
    })
  })
})

describe('a card of a brand that the merchant does not accept', () => {
  const accepting = { acceptedBrands: ['visa', 'maestro'] } as const

  it.each([
    ['4929420573595709', 'card'],
    ['5105105105105100', { number: 'number.unsupportedHere' }],
    // Whatever else is wrong with the number: a different card is needed anyway.
    ['510510510510510', { number: 'number.unsupportedHere' }],
    ['2200000000000004', { number: 'number.unsupportedHere' }],
    ['4929420573595708', { number: 'number.check' }],
  ])('is told apart: %s', (number, expected) => {
    expect(errorsOf(read({ ...good, number }, {}, accepting))).toEqual(expected)
  })
})

describe('a wrong form', () => {
  it.each([
    [{ number: '' }, { number: 'number.empty' }],
    [{ number: 'four one' }, { number: 'number.letters' }],
    [{ number: '4929' }, { number: 'number.short' }],
    [{ number: '4929420573595708' }, { number: 'number.check' }],
    [{ number: '2200000000000004' }, { number: 'number.unsupported' }],
    [{ number: '4111111111111111' }, { number: 'number.test' }],
    [{ expiry: '' }, { expiry: 'expiry.empty' }],
    [{ expiry: 'soon' }, { expiry: 'expiry.format' }],
    [{ expiry: '13/30' }, { expiry: 'expiry.month' }],
    [{ expiry: '05/26' }, { expiry: 'expiry.past' }],
    [{ expiry: '12/80' }, { expiry: 'expiry.far' }],
    [{ cvc: '' }, { cvc: 'cvc.empty' }],
    [{ cvc: '1234' }, { cvc: 'cvc.length3' }],
    [{ number: '374245455400126', cvc: '123' }, { cvc: 'cvc.length4' }],
    [{ name: '' }, { name: 'name.empty' }],
    [{ name: '4929420573595709' }, { name: 'name.digits' }],
    [{ email: '' }, { email: 'email.empty' }],
    [{ email: 'alex' }, { email: 'email.format' }],
    [{ email: '4012000033330026@example.com' }, { email: 'email.digits' }],
  ])('%j is answered with %j', (change, errors) => {
    expect(errorsOf(read({ ...good, ...change }))).toEqual(errors)
  })

  it.each([
    ...['4012~0000~3333~0026', '4012/0000/3333/0026', '4012%0000%3333%0026', '40120000333300261234'],
    ...[
      '40120000@33330026',
      inDigitsFrom(0x9e6, '4012000033330026'),
      inDigitsFrom(0x1d7ce, '4012000033330026'),
    ],
  ])('is refused where a card number is written as %j in the name or the email address', (written) => {
    const email = written.includes('@') ? `${written}.com` : `${written}@example.com`
    expect(errorsOf(read({ ...good, name: written }))).toEqual({ name: 'name.digits' })
    expect(errorsOf(read({ ...good, email }))).toEqual({ email: 'email.digits' })
  })

  it('reports all its problems together', () => {
    expect(Object.keys(errorsOf(read({})))).toEqual(['number', 'expiry', 'cvc', 'name', 'email'])
  })

  it('is shown again with only its harmless fields', () => {
    expect(read({ ...good, number: '1' })).toMatchObject({
      echo: { expiry: '12/30', name: ' Alex Johnson ', email: 'alex@example.com' },
    })
  })

  it('never comes back with a card number or code in a wrong field', () => {
    const pan = '4929420573595709'
    for (const field of ['expiry', 'name', 'email']) {
      const spaced = pan.replace(/(\d{4})/g, '$1 ')
      const secrets = [pan, spaced, `${pan}@example.com`, inDigitsFrom(0x9e6, pan), '737', 'x'.repeat(300)]
      for (const secret of secrets) {
        const result = read({ ...good, number: '1', [field]: secret })
        expect(result).toMatchObject({ kind: 'errors', echo: { [field]: '' } })
      }
    }
  })
})

describe('a form that is not ours', () => {
  it.each([
    [{ ...good, amount: '1' }, {}],
    [good, { suppliedCustomer: supplied }],
    [{ test_card: '4929420573595709' }, { mode: 'test' as const }],
    [{ __proto__x: '1' }, {}],
  ])('is refused: %j', (fields, over) => {
    expect(read(fields, over).kind).toBe('foreign')
  })
})

describe('a test card button', () => {
  it.each(testCards.map((card) => card.pan))('pays with %s alone', (pan) => {
    expect(
      read({ number: 'x', expiry: '', cvc: '', name: '', email: '', test_card: pan }, { mode: 'test' }),
    ).toMatchObject({
      kind: 'card',
      form: {
        cardSummary: { last4: pan.slice(-4) },
        customer: { email: 'test@example.com', name: 'Test Customer' },
      },
    })
  })

  it('does not exist in live mode: what it would send is ignored', () => {
    const [sent, typed] = [read({ ...good, test_card: '4111111111111111' }), read(good)]
    expect(sent).toEqual(typed)
    expect(read({ ...good, number: '', test_card: '4111111111111111' })).toMatchObject({
      errors: { number: 'number.empty' },
    })
  })

  it('keeps the name and the address that were typed', () => {
    const fields = { ...good, test_card: '4111111111111111' }
    expect(read(fields, { mode: 'test' })).toMatchObject({
      form: { customer: { email: 'alex@example.com', name: 'Alex Johnson' } },
    })
  })
})

describe('a posted body', () => {
  const parse = (text: string) => parseFields(Buffer.from(text, 'latin1'))

  it.each([
    ['', {}],
    ['a=1&b=', { a: '1', b: '' }],
    ['name=A+B%20C', { name: 'A B C' }],
    ['name=%C3%9Cnal', { name: 'Ünal' }],
    ['name=a%09b', { name: 'a b' }],
    ['a==', { a: '=' }],
    ['name=%E2%80%ADAlex%E2%80%AC', { name: 'Alex' }],
    ['name=Al%E2%80%AEex', { name: 'Alex' }],
  ])('%j is read', (text, fields) => {
    expect(Object.fromEntries(parse(text) ?? [])).toEqual(fields)
  })

  it.each([
    'a=1&a=2',
    'a',
    'a=1&',
    '&a=1',
    'a=%',
    'a=%zz',
    'a=%ff',
    'a=%ED%A0%80',
    'a=\xff',
    'a=%00',
    'a%0A=1',
  ])('%j is refused', (text) => {
    expect(parse(text)).toBeNull()
  })
})

describe('a post from elsewhere', () => {
  it.each([
    ['same-origin', undefined, true],
    ['same-origin', 'null', true],
    ['same-site', 'https://pay.example', false],
    ['cross-site', undefined, false],
    ['none', undefined, false],
    [undefined, 'https://pay.example', true],
    [undefined, 'https://evil.example', false],
    [undefined, 'http://pay.example', false],
    // What browsers send by plain http under our `Referrer-Policy`, and old ones everywhere.
    [undefined, 'null', true],
    [undefined, undefined, true],
    ['same-site', 'null', false],
    ['cross-site', 'null', false],
    ['none', 'null', false],
  ])('Sec-Fetch-Site %s and Origin %s: own is %s', (secFetchSite, origin, isOwn) => {
    expect(isOwnPost({ secFetchSite, origin }, 'https://pay.example')).toBe(isOwn)
  })
})

describe('a billing address', () => {
  const required = { billingAddress: 'required' } as const
  const address = { country: 'AT', line1: ' Ring 1 ', line2: '', city: 'Wien', postcode: '1010' }
  const readAddress = (change: Record<string, string> = {}) =>
    read({ ...good, ...address, ...change }, {}, required)

  it('is what the customer entered, without spaces around it', () => {
    expect(readAddress()).toMatchObject({
      form: {
        customer: {
          address: { country: 'AT', line1: 'Ring 1', line2: null, city: 'Wien', postcode: '1010' },
        },
        kept: { address },
      },
    })
  })

  it('is asked for even if the shop has sent the customer', () => {
    const { email: _, ...fields } = { ...good, ...address }
    expect(read(fields, { suppliedCustomer: supplied }, required)).toMatchObject({
      form: { customer: { email: 'alex@shop.example', address: { city: 'Wien' } } },
    })
  })

  it.each([
    [{ country: '' }, { country: 'country.empty' }],
    [{ country: 'XX' }, { country: 'country.empty' }],
    [{ line1: '' }, { line1: 'line1.empty' }],
    [{ line1: '4929 4205 7359 5709' }, { line1: 'line1.digits' }],
    [{ line2: '4929420573595709' }, { line2: 'line2.digits' }],
    [{ city: ' ' }, { city: 'city.empty' }],
    [{ city: '4929420573595709' }, { city: 'city.digits' }],
    [{ postcode: '' }, { postcode: 'postcode.empty' }],
    [{ line1: 'x'.repeat(101) }, { line1: 'line1.digits' }],
  ])('%j is answered with %j', (change, errors) => {
    expect(errorsOf(readAddress(change))).toEqual(errors)
  })

  it('needs no postcode where there may be none, and may have an unusual one', () => {
    for (const change of [{ country: 'HK', postcode: '' }, { postcode: '10100' }])
      expect(readAddress(change).kind).toBe('card')
  })

  it('is shown again after an error, except for what may be a card number', () => {
    expect(readAddress({ city: '', line2: '4929420573595709' })).toMatchObject({
      echo: { address: { country: 'AT', line1: ' Ring 1 ', line2: '', postcode: '1010' } },
    })
  })

  it.each(['XX', 'DE"><script>', '4929420573595709', 'Österreich', 'x'.repeat(300)])(
    'is shown again without a country that does not exist: %s',
    (country) => {
      expect(readAddress({ country })).toMatchObject({
        errors: { country: 'country.empty' },
        echo: { address: { country: '', city: 'Wien' } },
      })
    },
  )

  it('is completed for a test card', () => {
    const fields = { test_card: '4242424242424242', country: 'FR', line1: 'Rue 1' }
    expect(read(fields, { mode: 'test' }, required)).toMatchObject({
      form: { customer: { address: { country: 'FR', line1: 'Rue 1', city: 'Test City' } } },
    })
  })

  it('is not part of a form that does not ask for it', () => {
    expect(read({ ...good, ...address })).toEqual({ kind: 'foreign' })
    expect(read(good)).toMatchObject({ form: { customer: { address: null } } })
  })
})
