/** Whether a text holds what can only be a card number: digits, possibly in groups, of a brand and with its check digit. */
import { checkPan } from './brand.ts'

const panLengthMin = 13
const panLengthMax = 19
const digitRuns = /[0-9](?:[ .-]?[0-9])+/g
const betweenGroups = /[ .-]/

export function holdsCardNumber(text: string): boolean {
  return (text.match(digitRuns) ?? []).some(runHoldsCardNumber)
}

/** A number may stand beside others, as before its expiry: every row of neighboring groups is tried. */
function runHoldsCardNumber(run: string): boolean {
  const groups = run.split(betweenGroups)
  return groups.some((_, start) => {
    let digits = ''
    for (let end = start; end < groups.length && digits.length < panLengthMax; end++) {
      digits += groups[end]
      if (digits.length >= panLengthMin && checkPan(digits) === null) return true
    }
    return false
  })
}
