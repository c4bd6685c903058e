/** Groups a card number while it is typed, without losing the place of the caret. */

import { asciiDigits } from '../../core/card/digits.ts'
import type { BrandHint } from '../brand-hints.ts'
import { bare, type Edit, type Typed } from '../fields/typed-digits.ts'
import { brandHint, gapsOf } from './brand.ts'

/** `caret` is its position in `value` after the edit. */
export function typeNumber(value: string, caret: number, edit: Edit, hints: readonly BrandHint[]): Typed {
  const all = bare(value)
  // Letters stay as they are: the message about them must be about something that can be seen.
  if (/\D/.test(all)) return { value: asciiDigits(value), caret }
  // As with a field's own limit, what was just added is what does not fit.
  const behind = bare(value.slice(caret))
  const room = Math.max(...brandHint(hints, all).lengths) - behind.length
  const digits = edit === 'insert' ? bare(value.slice(0, caret)).slice(0, Math.max(room, 0)) + behind : all
  const gaps = gapsOf(brandHint(hints, digits), digits)
  const before = digits.length - behind.length
  const grouped = (count: number): string =>
    [...digits.slice(0, count)].map((digit, i) => (gaps.includes(i) ? ` ${digit}` : digit)).join('')
  // Backspace stops in front of a gap, everything else behind it, so that the next key never gets stuck there.
  const isAtGap = edit !== 'backward' && gaps.includes(before) && before < digits.length
  return { value: grouped(digits.length), caret: grouped(before).length + (isAtGap ? 1 : 0) }
}
