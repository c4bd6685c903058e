/**
 * The last net under logs and error texts: what looks like a card number or a secret key is replaced. A number counts
 * as a card's by its length, its first digits and its check digit, however it is grouped and whatever stands beside it;
 * our own names, which are made of such digits by chance, are known by their whole shape.
 */
import { passesLuhn } from './card.ts'

const secretKeys = /fl_(test|live)_sk_[A-Za-z0-9_]+/g

const lengthMin = 12
const lengthMax = 19
/** More of them in a row are no group's end any more. */
const separatorsMax = 3

export function mask(text: string): string {
  // Keys first: one may hold a card number by chance, and the rest of it is still a secret.
  return maskNumbers(text.replace(secretKeys, 'fl_$1_sk_[masked]'))
}

/** Digits in a row, from and up to these places. */
type Group = Readonly<{ start: number; end: number }>

function maskNumbers(text: string): string {
  const names = new OwnNames(text)
  let masked = ''
  let done = 0
  for (let at = 0; at < text.length; at++) {
    if (!isDigit(text, at)) continue
    const first = at
    at = endOfRun(text, first)
    // Most runs are short, and need no closer look.
    if (at - first < lengthMin) continue
    const groups = groupsOf(text, first, at).filter((group) => !names.hold(group))
    for (const { start, end } of cardNumbers(text, groups)) {
      masked += `${text.slice(done, start)}[card number]`
      done = end
    }
  }
  return masked + text.slice(done)
}

/** Behind the last digit of those that nothing but separators stands between. */
function endOfRun(text: string, first: number): number {
  let end = first + 1
  for (let at = end; at - end <= separatorsMax && at < text.length; at++) {
    if (isDigit(text, at)) end = at + 1
    else if (!isSeparator(text.charCodeAt(at))) break
  }
  return end
}

function groupsOf(text: string, first: number, last: number): readonly Group[] {
  const groups: Group[] = []
  for (let start = first; start < last; start++) {
    if (!isDigit(text, start)) continue
    let end = start + 1
    while (isDigit(text, end)) end++
    groups.push({ start, end })
    start = end
  }
  return groups
}

/** Blanks of every width, dashes, dots, slashes, and what forms write for a blank. */
function isSeparator(code: number): boolean {
  if (code < 0x80)
    return code === 0x20 || (code >= 0x2b && code <= 0x2f && code !== 0x2c) || code === 0x5f || code === 0x09
  return code === 0xa0 || (code >= 0x2000 && code <= 0x2015) || code === 0x202f || code === 0x2212
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 48 && code <= 57
}

/** A card number may stand beside other numbers, as before its expiry: of each group's rows the longest is tried first. */
function cardNumbers(text: string, groups: readonly Group[]): readonly Group[] {
  const found: Group[] = []
  for (let first = 0; first < groups.length; first++) {
    const last = lastOfCard(text, groups, first)
    if (last === null) continue
    found.push({ start: groups[first]?.start ?? 0, end: groups[last]?.end ?? 0 })
    first = last
  }
  return found
}

function lastOfCard(text: string, groups: readonly Group[], first: number): number | null {
  let digits = ''
  let longest: number | null = null
  for (let at = first; at < groups.length; at++) {
    const { start = 0, end = 0 } = groups[at] ?? {}
    if (digits.length + end - start > lengthMax) break
    digits += text.slice(start, end)
    if (isCardNumber(digits)) longest = at
  }
  return longest
}

function isCardNumber(digits: string): boolean {
  return digits.length >= lengthMin && !isTimeOrAmount(digits) && passesLuhn(digits)
}

/**
 * No scheme gives out such numbers. Twelve and thirteen digits are an amount or milliseconds since 1970 where they do
 * not begin as Maestro's or Visa's shortest numbers do; sixteen and nineteen that begin with 1 are micro- and
 * nanoseconds; fourteen that begin with 20 are a date with its time.
 */
function isTimeOrAmount(digits: string): boolean {
  if (digits.startsWith('0')) return true
  if (digits.length === 12) return !/^(?:5[0678]|6)/.test(digits)
  if (digits.length === 13) return !/^(?:4|5[0678]|6)/.test(digits)
  return digits.length === 15
    ? false
    : digits.startsWith('1') || (digits.length === 14 && digits.startsWith('20'))
}

const uuid = /^(?:[a-z]{3}_)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const reference =
  /^[0-9a-hjkmnp-tv-z]{8}-(?:[0-9a-f]{32}a[0-9]{1,3}(?:c[0-9]{1,12})?|r[0-9a-hjkmnp-tv-z]{26})$/
const requestId = /^req_[0-9a-z]{24}$/
/** Of a time until the year 3084. */
const ulid = /^(?:[a-z]{3}_)?0[0-9a-hjkmnp-tv-z]{25}$/i
const hexadecimal = /^[0-9a-f]{24,}$/i
const shapes = [uuid, reference, requestId, ulid, hexadecimal]

/** Names of ours in a text: payments, requests, keys, references, hashes. */
class OwnNames {
  readonly #text: string
  /** Of the name that was looked at last. */
  #end = 0
  #isOwn = false

  constructor(text: string) {
    this.#text = text
  }

  /** Whether these digits belong to one. Must be asked from left to right: each name is looked at once. */
  hold(group: Group): boolean {
    if (group.start >= this.#end) this.#look(group)
    return this.#isOwn
  }

  #look({ start, end }: Group): void {
    let first = start
    while (isNamePart(this.#text, first - 1)) first--
    this.#end = end
    while (isNamePart(this.#text, this.#end)) this.#end++
    const name = this.#text.slice(first, this.#end)
    this.#isOwn = shapes.some((shape) => shape.test(name)) && /[a-z]/i.test(name)
  }
}

function isNamePart(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
  return isLetter || isDigit(text, at) || code === 45 || code === 95
}
