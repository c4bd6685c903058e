/** Groups a card number while it is typed, without losing the place of the caret. */

import { longest } from '../../card-brands/brand-table.ts'
import { asciiDigits } from '../../core/card/digits.ts'
import { bare, type Edit, type Typed } from '../fields/typed-digits.ts'
import { brandHint, gapsOf } from './brand.ts'

/** `caret` is its position in `value` after the edit. */
export function typeNumber(value: string, caret: number, edit: Edit): Typed {
  const all = bare(value)
  // Letters stay as they are: the message about them must be about something that can be seen.
  if (/\D/.test(all)) return { value: asciiDigits(value), caret }
  // As with a field's own limit, what was just added is what does not fit.
  const behind = bare(value.slice(caret))
  const room = Math.max(longest(brandHint(all)?.lengths ?? null) - behind.length, 0)
  const digits = edit === 'insert' ? bare(value.slice(0, caret)).slice(0, room) + behind : all
  const gaps = gapsOf(digits)
  const before = digits.length - behind.length
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
