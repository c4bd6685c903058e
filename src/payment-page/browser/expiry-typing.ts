/** Puts " / " between month and year while an expiry date is typed, pasted or filled in. */
import { asciiDigits } from '../../core/card/digits.ts'
import { type Edit, onlyDigits, type Typed } from '../fields/typed-digits.ts'

const separator = ' / '
type Parts = Readonly<{ month: string; year: string; isSplit: boolean; padded: number }>

/** `caret` is its position in `value` after the edit. */
export function typeExpiry(value: string, caret: number, edit: Edit): Typed {
  const text = asciiDigits(value)
  const whole = edit === 'insert' ? readWhole(text) : null
  if (whole !== null) return { value: whole, caret: whole.length }
  const parts = split(text, edit === 'insert')
  const { month, year, isSplit, padded } = parts
  const isMonthDone = isSplit || month.length === 2
  const hasSeparator = year !== '' || (edit === 'insert' && isMonthDone && month !== '')
  const next = month + (hasSeparator ? separator : '') + year
  const digitsBefore = onlyDigits(text.slice(0, caret)).length + (caret > 0 ? padded : 0)
  return { value: next, caret: Math.min(place(parts, digitsBefore, hasSeparator, edit), next.length) }
}

/** What was first taken for a month and a year, and now proves to be something else. */
function readWhole(text: string): string | null {
  // No year begins with 0, so 2 was not the month: the year comes first.
  const [, year, month = ''] =
    /^(20\d\d)\D+(\d?\d?)$/.exec(text.trim().replace(/^02 \/ 0(\d\d)$/, '20$1-')) ?? []
  if (year !== undefined)
    return month.length === 2 || month > '1' ? month.padStart(2, '0') + separator + year : `${year}-${month}`
  // The end of the month comes after its second digit, whatever that makes of it.
  const [, first, second] = /^0(\d) \/ (\d)\D+$/.exec(text) ?? []
  return first === undefined ? null : first + second + separator
}

/** While digits are taken away nothing is completed: what the customer removes stays removed. */
function split(text: string, isInsert: boolean): Parts {
  const divided = /^(\d*)\D+(.*)$/s.exec(text.trimStart())
  const left = divided?.[1] ?? ''
  const right = onlyDigits(divided?.[2] ?? '').slice(0, 4)
  if (divided !== null && left.length <= 2) {
    const pads = isInsert && /^[1-9]$/.test(left)
    return { month: pads ? `0${left}` : left, year: right, isSplit: left !== '0', padded: pads ? 1 : 0 }
  }
  return splitStream(onlyDigits(text), isInsert)
}

/** No month begins with 2 to 9 or is 13 to 19, so such a first digit is a complete month. */
function splitStream(digits: string, isInsert: boolean): Parts {
  if (isInsert && /^([2-9]|1[3-9])/.test(digits)) {
    return { month: `0${digits.slice(0, 1)}`, year: digits.slice(1, 5), isSplit: true, padded: 1 }
  }
  return { month: digits.slice(0, 2), year: digits.slice(2, 6), isSplit: false, padded: 0 }
}

/** The caret's place after this many digits. It stays before the separator while the month can still change. */
function place(parts: Parts, digitsBefore: number, hasSeparator: boolean, edit: Edit): number {
  const { length } = parts.month
  const goesOn = edit === 'forward' || (edit === 'insert' && length === 2)
  const isBehind = digitsBefore > length || (digitsBefore === length && goesOn)
  return digitsBefore + (hasSeparator && isBehind ? separator.length : 0)
}
