/** The billing address in a posted form. */

import { holdsCardNumber } from '../core/card/card-numbers.ts'
import { isCountryCode } from '../core/card/country.ts'
import type { BillingAddress } from '../core/payment/billing-address.ts'
import {
  type AddressField,
  type AddressFields,
  addressFields,
  addressProblem,
} from './fields/address-rules.ts'
import type { TextProblem } from './fields/field-rules.ts'

export const noAddress: AddressFields = { country: '', line1: '', line2: '', city: '', postcode: '' }

export function mapAddress(of: (name: AddressField) => string): AddressFields {
  return Object.fromEntries(addressFields.map((name) => [name, of(name)])) as AddressFields
}

/** As in the form: a longer string is not a typing mistake. */
const lengthMax = 100

export function problemsOf(typed: AddressFields): readonly (readonly [AddressField, TextProblem])[] {
  return addressFields.flatMap((name) => {
    const problem = problemOf(name, typed)
    return problem === null ? [] : [[name, problem] as const]
  })
}

function problemOf(name: AddressField, typed: AddressFields): TextProblem | null {
  const text = typed[name]
  if (name === 'country') return isCountryCode(text) ? null : 'empty'
  if (text.length > lengthMax || holdsCardNumber(text)) return 'digits'
  return addressProblem(name, text, typed.country)
}

/** For showing them again: without what may be a card number, or is no country. */
export function withoutWrong(typed: AddressFields): AddressFields {
  const wrong = new Set(problemsOf(typed).map(([name]) => name))
  return mapAddress((name) => (wrong.has(name) ? '' : typed[name]))
}

const testAddress: AddressFields = {
  country: 'DE',
  line1: 'Test Street 1',
  line2: '',
  city: 'Test City',
  postcode: '12345',
}

/** For a test card: what is missing or wrong. */
export function withTestAddress(typed: AddressFields): AddressFields {
  const wrong = new Set(problemsOf(typed).map(([name]) => name))
  return mapAddress((name) => (wrong.has(name) ? testAddress : typed)[name])
}

/** Of fields without problems. */
export function addressOf(typed: AddressFields): BillingAddress {
  const { country, line1, line2, city, postcode } = mapAddress((name) => typed[name].trim())
  return {
    country,
    line1,
    line2: line2 === '' ? null : line2,
    city,
    postcode: postcode === '' ? null : postcode,
  }
}
