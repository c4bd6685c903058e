/** Puts " / " between month and year while an expiry date is typed, pasted or filled in. */
import { asciiDigits } from '../../core/card/digits.ts'
import { type Edit, onlyDigits, type Typed } from '../fields/typed-digits.ts'

const separator = ' / '
/** `isDone`: no digit of the month is missing. `padded`: how many digits were put before the month's. */
type Parts = readonly [month: string, year: string, isDone: boolean, padded: number]

/** `caret` is its position in `value` after the edit. */
export function typeExpiry(value: string, caret: number, edit: Edit): Typed {
  const isInsert = edit === 'insert'
  const text = asciiDigits(value)
  const whole = isInsert && readWhole(text)
  if (whole) return { value: whole, caret: whole.length }
  const [month, year, isDone, padded] = split(text, isInsert)
  const isFull = month.length === 2
  const gap = year || (isInsert && month && (isDone || isFull)) ? separator : ''
  const next = month + gap + year
  // The caret stays before the separator while the month can still change.
  const goesOn = edit === 'forward' || (isInsert && isFull) ? 1 : 0
  const before = onlyDigits(text.slice(0, caret)).length + (caret && padded)
  const place = before + goesOn > month.length ? before + gap.length : before
  return { value: next, caret: Math.min(place, next.length) }
}

/** What was first taken for a month and a year, and now proves to be something else. */
function readWhole(text: string): string | undefined {
  // No year begins with 0, so 2 was not the month: the year comes first.
  const [, year, month = ''] =
    /^(20\d\d)\D+(\d?\d?)$/.exec(text.trim().replace(/^02 \/ 0(\d\d)$/, '20$1-')) ?? []
  if (year) return month > '1' || month[1] ? month.padStart(2, '0') + separator + year : `${year}-${month}`
  // The end of the month comes after its second digit, whatever that makes of it.
  const [, first, second] = /^0(\d) \/ (\d)\D+$/.exec(text) ?? []
  return first && first + second + separator
}

/** While digits are taken away nothing is completed: what the customer removes stays removed. */
function split(text: string, isInsert: boolean): Parts {
  const [, left = '', right] = /^(\d*)\D+(.*)$/s.exec(text.trimStart()) ?? []
  if (right !== undefined && !left[2]) {
    const padded = isInsert && /^[1-9]$/.test(left) ? 1 : 0
    return [padded ? `0${left}` : left, onlyDigits(right).slice(0, 4), left !== '0', padded]
  }
  // No month begins with 2 to 9 or is 13 to 19, so such a first digit is a complete month.
  const digits = onlyDigits(text)
  const padded = isInsert && /^([2-9]|1[3-9])/.test(digits) ? 1 : 0
  const all = padded ? `0${digits}` : digits
  return [all.slice(0, 2), all.slice(2, 6), padded > 0, padded]
}
