/**
 * The last safety net for logs and error messages: whatever looks like a card number or a secret key is replaced. Our own
 * names, which look like card numbers by chance, are known by their whole shape.
 */
import { findCardNumbers, type Span } from './card-numbers.ts'

const cardNumber = '[card number]'
const secretKeys = /fl_(test|live)_sk_[A-Za-z0-9_]+/g

/** The text with every card number and every secret key replaced. */
export function mask(text: string): string {
  // Keys first: one may hold a card number by chance, and the rest of it is still a secret.
  return maskNumbers(text.replace(secretKeys, 'fl_$1_sk_[masked]'))
}

/** It once held what looked like a card number, so it is no longer the value that others know. */
export function isMasked(text: string): boolean {
  return text.includes(cardNumber)
}

function maskNumbers(text: string): string {
  const names = new OwnNames(text)
  let masked = ''
  let done = 0
  for (const { start, end } of findCardNumbers(text, (digits) => names.hold(digits))) {
    masked += `${text.slice(done, start)}${cardNumber}`
    // A digit that takes two code units is replaced as a whole.
    done = end - 1 + String.fromCodePoint(Number(text.codePointAt(end - 1))).length
  }
  return masked + text.slice(done)
}

const uuid = /^(?:[a-z]{3}_)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const reference =
  /^[0-9a-hjkmnp-tv-z]{8}-(?:[0-9a-f]{32}a[0-9]{1,3}(?:c[0-9]{1,12})?|r[0-9a-hjkmnp-tv-z]{26})$/
const requestId = /^req_[0-9a-z]{24}$/
/** Of a time from 2004 until the year 3084. */
const ulid = /^(?:[a-z]{3}_)?0[1-9a-hjkmnp-tv-z][0-9a-hjkmnp-tv-z]{24}$/i
/** Hashes and trace IDs, by their exact lengths. */
const hexadecimal = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i
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
  hold(digits: Span): boolean {
    if (digits.start >= this.#end) this.#look(digits)
    return this.#isOwn
  }

  #look({ start, end }: Span): void {
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
  return isLetter || (code >= 48 && code <= 57) || code === 45 || code === 95
}
