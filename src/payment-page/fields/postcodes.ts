/**
 * How postcodes look, where we know: N is a digit and A a letter, without spaces and hyphens. Elsewhere a postcode is
 * optional, because not every country has them.
 */
import { asciiDigits } from '../../core/card/digits.ts'

/** The longer ones may begin with the country's code, as in "LV-1010". */
const looks: readonly (readonly [look: RegExp, countries: string])[] = [
  [/^A{0,2}N{4}$/, 'AT AU BE BG CH CY DK GE HU LI LU LV MK NO NZ PH SI TN ZA'],
  [/^A{0,2}N{5}$/, 'BA CZ DE DZ EE EG ES FI FR GR HR ID IT LT MA MC ME MX MY PL RS SE SK SM TH TR UA VA'],
  [/^N{6}$/, 'CN IN RO SG VN'],
  [/^N{7}$/, 'JP PT'],
  [/^N{8}$/, 'BR'],
  [/^N{5}(N{4})?$/, 'PR US'],
  [/^N{4}AA$/, 'NL'],
  [/^AAA?N{4}$/, 'MT'],
  [/^ANANAN$/, 'CA'],
  [/^A(NN|NA)A?[AN]{4}$/, 'IE'],
  [/^AA?N[AN]?NAA$/, 'GB GG IM JE'],
]

export function hasPostcodes(country: string): boolean {
  return country !== '' && looks.some(([, countries]) => countries.includes(country))
}

/** The key of what a postcode is called. */
export function postcodeLabel(country: string) {
  if (country === 'US' || country === 'PR') return 'field.zip'
  if (country === 'IE') return 'field.eircode'
  return hasPostcodes(country) ? 'field.postcode' : 'field.postcodeOptional'
}

/** False only where we are sure how postcodes look. It is a reason to ask, not to refuse. */
export function isUsualPostcode(text: string, country: string): boolean {
  const look = asciiDigits(text)
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .replaceAll(/\p{L}/gu, 'A')
    .replaceAll(/[0-9]/g, 'N')
  return looks.every(
    ([usual, countries]) => country === '' || !countries.includes(country) || usual.test(look),
  )
}
