/** What a billing address must contain, by field. In the browser, its fields say themselves whether they are required. */
import { type TextProblem, textProblem } from './field-rules.ts'
import { hasPostcodes } from './postcode-rules.ts'

/** In the order of the page. */
export const addressFields = ['country', 'line1', 'line2', 'city', 'postcode'] as const
export type AddressField = (typeof addressFields)[number]
export type AddressFields = Readonly<Record<AddressField, string>>

export function addressProblem(name: AddressField, text: string, country: string): TextProblem | null {
  const isRequired = name === 'postcode' ? hasPostcodes(country) : name !== 'line2'
  return textProblem(text, isRequired)
}
