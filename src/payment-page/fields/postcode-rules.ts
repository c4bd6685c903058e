/**
 * How postcodes look, where we know, without spaces and hyphens. Elsewhere a postcode is optional, because not every country
 * has them. The form's script is given this table with its words.
 */
import { type PostcodeRule as Rule, ruleFor } from './postcodes.ts'

/** What a postcode is called: the key of the label. */
type PostcodeLabel = 'field.postcode' | 'field.zip' | 'field.eircode' | 'field.postcodeOptional'

type PostcodeRule = Rule<PostcodeLabel>

const usual = (look: RegExp, countries: string, label: PostcodeLabel = 'field.postcode'): PostcodeRule => ({
  look: look.source,
  countries,
  label,
})

/** Whatever is no digit is a letter. The longer ones may begin with the country's code, as in "LV-1010". */
export const postcodeRules: readonly PostcodeRule[] = [
  usual(/^\D{0,2}\d{4}$/, 'AT AU BE BG CH CY DK GE HU LI LU LV MK NO NZ PH SI TN ZA'),
  usual(
    /^\D{0,2}\d{5}$/,
    'BA CZ DE DZ EE EG ES FI FR GR HR ID IT LT MA MC ME MX MY PL RS SE SK SM TH TR UA VA',
  ),
  usual(/^\d{6}$/, 'CN IN RO SG VN'),
  usual(/^\d{7}$/, 'JP PT'),
  usual(/^\d{8}$/, 'BR'),
  usual(/^\d{5}(\d{4})?$/, 'PR US', 'field.zip'),
  usual(/^\d{4}\D\D$/, 'NL'),
  usual(/^\D\D\D?\d{4}$/, 'MT'),
  usual(/^\D\d\D\d\D\d$/, 'CA'),
  usual(/^\D(\d\d|\d\D)\D?[\d\D]{4}$/, 'IE', 'field.eircode'),
  usual(/^\D\D?\d[\d\D]?\d\D\D$/, 'GB GG IM JE'),
  { look: '', countries: '', label: 'field.postcodeOptional' },
]

export function postcodeRule(country: string): PostcodeRule {
  return ruleFor(postcodeRules, country)
}

export function hasPostcodes(country: string): boolean {
  return postcodeRule(country).countries !== ''
}
