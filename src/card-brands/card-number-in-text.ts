/** Whether a text holds what can only be a card number: digits, possibly in groups, of a brand and with its check digit. */
import { passesLuhn } from '../core/card/card.ts'
import { checkPan } from './brand.ts'

const panLengthMin = 13
const panLengthMax = 19
const digitRuns = /[0-9](?:[ .-]?[0-9])+/g
const betweenGroups = /[ .-]/

/**
 * To find a brand takes microseconds, and one request can hold 200,000 rows of digits. Nobody writes so many by mistake,
 * so after this many brands the rest of the request is not looked at.
 */
const brandsMax = 500

/** One for each request. */
export class CardNumberSearch {
  #brands = 0

  finds(text: string): boolean {
    return (text.match(digitRuns) ?? []).some((run) => this.#findsInRun(run))
  }

  /** A number may stand beside others, as before its expiry: every row of neighboring groups is tried. */
  #findsInRun(run: string): boolean {
    const groups = run.split(betweenGroups)
    return groups.some((_, start) => {
      let digits = ''
      for (let end = start; end < groups.length && digits.length < panLengthMax; end++) {
        digits += groups[end]
        if (digits.length >= panLengthMin && this.#isCardNumber(digits)) return true
      }
      return false
    })
  }

  #isCardNumber(digits: string): boolean {
    if (digits.length > panLengthMax || !passesLuhn(digits) || this.#brands >= brandsMax) return false
    this.#brands++
    return checkPan(digits) === null
  }
}
