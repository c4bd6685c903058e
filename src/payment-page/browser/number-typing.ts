/** Groups a card number while it is typed, without losing the place of the caret. */

import { asciiDigits } from '../../core/card/digits.ts'
import { bare, type Edit, type Typed } from '../fields/typed-digits.ts'
import { gapsOf } from './brand.ts'

/** `caret` is its position in `value` after the edit. */
export function typeNumber(value: string, caret: number, edit: Edit): Typed {
  const digits = bare(value)
  // Letters stay as they are: the message about them must be about something that can be seen.
  if (/\D/.test(digits)) return { value: asciiDigits(value), caret }
  const gaps = gapsOf(digits)
  const before = bare(value.slice(0, caret)).length
  const gapsBefore = gaps.filter((gap) => gap < before).length
  const isAtGap = gaps.includes(before) && before < digits.length
  return {
    value: group(digits, gaps),
    // Backspace stops in front of a gap, everything else behind it, so that the next key never gets stuck there.
    caret: before + gapsBefore + (isAtGap && edit !== 'backward' ? 1 : 0),
  }
}

function group(digits: string, gaps: readonly number[]): string {
  return [...digits].map((digit, i) => (gaps.includes(i) ? ` ${digit}` : digit)).join('')
}
