/** What a billing address must contain, by field. The browser and the server use the same rules. */
import { hasPostcodes } from './postcodes.ts'
import { onlyDigits } from './typed-digits.ts'

/** In the order of the page. */
export const addressFields = ['country', 'line1', 'line2', 'city', 'postcode'] as const
export type AddressField = (typeof addressFields)[number]
export type AddressFields = Readonly<Record<AddressField, string>>
export type AddressProblem = 'empty' | 'digits'

/** More of them are a card number in a wrong field. */
const digitsMax = 11

export function addressProblem(name: AddressField, text: string, country: string): AddressProblem | null {
  const clean = text.trim()
  if (clean !== '') return onlyDigits(clean).length > digitsMax ? 'digits' : null
  return name === 'line2' || (name === 'postcode' && !hasPostcodes(country)) ? null : 'empty'
}
