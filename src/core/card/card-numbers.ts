/**
 * Finds card numbers in texts, however their digits are written and grouped and whatever stands next to them. What
 * counts as one is decided by its first digits, its length, and its check digit. The time that it takes is linear.
 */
import { passesLuhn } from './card.ts'
import { asciiDigits } from './digits.ts'

/** A part of a text, from `start` up to `end`. */
export type Span = Readonly<{ start: number; end: number }>

const lengthMin = 12
const lengthMax = 19
/** More of them in a row end a number. */
const separatorsMax = 8

/** Most texts have fewer digits, and need no closer look. Beyond ASCII, every character counts as one here. */
const enoughDigits = /^(?:[^0-9\x80-\uffff]*[0-9\x80-\uffff]){12}/
const letter = /[\p{L}\p{N}]/u
/** Spaces of every width, dashes, dots, slashes, and what forms write for a space. */
const usualSeparators = /^[\t +\-./_\xa0\u2000-\u2015\u202f\u2060\u2212]{0,3}$/
/** Separators as URLs and JSON escape them: of the same length, as they are in the text. */
const escapedSeparator = /%(?:20|09|0[adAD]|2[bcdefBCDEF])|\\[nrt]/g

/** Whether any part of the text looks like a card number: see {@link findCardNumbers}. */
export function holdsCardNumber(text: string): boolean {
  return enoughDigits.test(text) && findCardNumbers(text).length > 0
}

/** From left to right. `isName` says which digits belong to a name, and is asked from left to right. */
export function findCardNumbers(text: string, isName: (digits: Span) => boolean = () => false): Span[] {
  const plain = asciiDigits(text).replace(escapedSeparator, (escaped) => ' '.repeat(escaped.length))
  const found: Span[] = []
  for (let at = 0; at < plain.length; at++) {
    if (!isDigit(plain, at)) continue
    const first = at
    at = endOfRun(plain, first)
    // Most runs are short, and need no closer look.
    if (at - first >= lengthMin) found.push(...cardNumbers(groupsOf(plain, first, at), isName))
  }
  return found
}

/** Digits in a row, and whether what is in front of them is usual within a card number. */
type Group = Span & Readonly<{ digits: string; isUsual: boolean }>

type NamedGroup = Group & Readonly<{ isName: boolean }>

/** Behind the last digit of those with nothing but separators between them. */
function endOfRun(plain: string, first: number): number {
  let end = first + 1
  for (let at = end; at - end <= separatorsMax && at < plain.length; at++) {
    if (isDigit(plain, at)) end = at + 1
    else if (isLetter(plain, at)) break
  }
  return end
}

function groupsOf(plain: string, first: number, last: number): readonly Group[] {
  const groups: Group[] = []
  let behind = first
  for (let start = first; start < last; start++) {
    if (!isDigit(plain, start)) continue
    let end = start + 1
    while (isDigit(plain, end)) end++
    const isUsual = usualSeparators.test(plain.slice(behind, start))
    groups.push({ start, end, digits: plain.slice(start, end), isUsual })
    behind = end
    start = end
  }
  return groups
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 48 && code <= 57
}

function isLetter(text: string, at: number): boolean {
  return letter.test(String.fromCodePoint(Number(text.codePointAt(at))))
}

/** A card number may stand next to other numbers, such as its expiry: of each group's rows the longest is tried first. */
function cardNumbers(groups: readonly Group[], isName: (digits: Span) => boolean): readonly Span[] {
  const named = groups.map((group) => ({ ...group, isName: isName(group) }))
  const found: Span[] = []
  for (let first = 0; first < named.length; first++) {
    const last = lastOfCard(named, first)
    if (last === null) continue
    found.push({ start: (named[first] as NamedGroup).start, end: (named[last] as NamedGroup).end })
    first = last
  }
  return found
}

function lastOfCard(groups: readonly NamedGroup[], first: number): number | null {
  let digits = ''
  let longest: number | null = null
  let isUsualRow = true
  for (let at = first; at < groups.length; at++) {
    const group = groups[at] as NamedGroup
    if (group.isName) break
    if (at === first && startsWithCardNumber(group.digits)) longest = at
    digits += group.digits
    if (digits.length > lengthMax) break
    isUsualRow = isUsualRow && (at === first || group.isUsual)
    if (isCardNumber(digits) && (isUsualRow || isGroupedLikeCard(groups.slice(first, at + 1)))) longest = at
  }
  return longest
}

/** Padded with zeros, or with its expiry, its code, or itself right behind it. */
function startsWithCardNumber(digits: string): boolean {
  const rest = digits.replace(/^0+/, '').slice(0, lengthMax)
  if (digits.length <= lengthMax) return isCardNumber(rest)
  for (let length = lengthMin; length <= rest.length; length++)
    if (isCardNumber(rest.slice(0, length))) return true
  return false
}

/** Numbers in a list rarely have the same length, and the groups of a card number nearly always do. */
function isGroupedLikeCard(groups: readonly Group[]): boolean {
  const lengths = groups.map(({ digits }) => digits.length)
  const size = Math.max(...lengths)
  return /^4,6,[45]$/.test(lengths.join()) || lengths.slice(0, -1).every((length) => length === size)
}

/** By their first four digits, from and to: which lengths the schemes' numbers have, from and to. */
const schemes: readonly (readonly [headMin: number, headMax: number, from: number, to: number])[] = [
  [1000, 1999, 15, 15],
  [2131, 2131, 15, 15],
  [2200, 2205, 16, 19],
  [2221, 2720, 16, 16],
  [3000, 3099, 14, 19],
  [3400, 3499, 15, 15],
  [3500, 3599, 16, 19],
  [3600, 3699, 14, 19],
  [3700, 3799, 15, 15],
  [3800, 3999, 14, 19],
  [4000, 4999, 13, 13],
  [4000, 4999, 16, 16],
  [4000, 4999, 19, 19],
  [5000, 5099, 12, 19],
  [5100, 5599, 16, 16],
  [5600, 5899, 12, 19],
  [6000, 6999, 14, 19],
  // Maestro's. Other numbers of twelve digits that begin with 6 are acquirers' references of 2026, by year and day.
  [6304, 6304, 12, 19],
  [6390, 6399, 12, 19],
  [6700, 6799, 12, 19],
  [8100, 8299, 16, 19],
  [8600, 8600, 16, 16],
  [9792, 9792, 16, 16],
  [9860, 9860, 16, 16],
]

/** For each head of four digits, one bit for each length. No other length has one. */
const lengthsOfHead = new Map<number, number>()
for (const [headMin, headMax, from, to] of schemes)
  for (let head = headMin; head <= headMax; head++)
    for (let length = from; length <= to; length++)
      lengthsOfHead.set(head, (lengthsOfHead.get(head) ?? 0) | (1 << length))

/** UnionPay issues numbers without a check digit. */
const unchecked = /^(?:62|81)[0-9]{14}/

function isCardNumber(digits: string): boolean {
  // Most are shorter.
  if (digits.length < lengthMin) return false
  const lengths = lengthsOfHead.get(Number(digits.slice(0, 4))) ?? 0
  if ((lengths & (1 << digits.length)) === 0) return false
  return passesLuhn(digits) || unchecked.test(digits)
}
