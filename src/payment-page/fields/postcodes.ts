/** Which rule is for a country's postcodes, and whether one looks usual. In the browser, and in the same way on the server. */
import { asciiDigits } from '../../core/card/digits.ts'

export type PostcodeRule<Label = string> = Readonly<{
  /** The source of a regular expression. */
  look: string
  /** Separated by spaces; empty: all that are not in another rule. */
  countries: string
  label: Label
}>

/** The last rule must be for all countries. */
export function ruleFor<Rule extends PostcodeRule>(rules: readonly Rule[], country: string): Rule {
  return rules.find(({ countries }) => !countries || (country && countries.includes(country))) as Rule
}

/** False only where we are sure how postcodes look. It is a reason to ask, not to refuse. */
export function isUsualPostcode(text: string, { look }: Pick<PostcodeRule, 'look'>): boolean {
  return (
    asciiDigits(text)
      .replace(/[^\p{L}\d]/gu, '')
      .match(look) !== null
  )
}
