/** Where an adapter sends the customer's browser: checked before it is stored, shown, or sent to a browser. */
import { isCountryCode } from '../card/country.ts'
import { mask } from '../card/mask.ts'
import type { Mode } from '../payment/payment.ts'
import type { Challenge, FormFields, ThreeDsMethod } from './answers.ts'

const urlLengthMax = 4_096
/** Checked as text first, because URL parsers repair what must be refused. */
const urlShape = /^https?:\/\/[!-"$-.0->A-[\]-~]+(?:[/?#][!-[\]-~]*)?$/i

const fieldsMax = 16
const fieldName = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/
/** Of all values together. `threeDSSessionData` has at most 1,024 characters, and a `creq` a few hundred. */
const valuesLengthMax = 8_192
const methodDataLengthMax = 4_096

type Given = Readonly<Record<string, unknown>>

/** Null if the URL, the method, or the fields are not valid, or if any of them may contain a card number. */
export function fitChallenge({ url, method, fields, country }: Given, mode: Mode): Challenge | null {
  if (!isIssuerUrl(url, mode) || (method !== 'GET' && method !== 'POST')) return null
  const fit = fitFields(fields)
  if (fit === null || (method === 'GET') !== (Object.keys(fit).length === 0)) return null
  return { kind: 'challenge', url, method, fields: fit, country: fitCountry(country) }
}

/** Null if the URL or the data are not valid, or if either may contain a card number. */
export function fitThreeDsMethod({ url, data, country }: Given, mode: Mode): ThreeDsMethod | null {
  if (!isIssuerUrl(url, mode) || typeof data !== 'string' || data.length > methodDataLengthMax) return null
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(data) || mayHoldCard(data)) return null
  return { kind: 'three_ds_method', url, data, country: fitCountry(country) }
}

/** The country is only shown, so an invalid one does not call an answer into question. */
export function fitCountry(country: unknown): string | null {
  return typeof country === 'string' && isCountryCode(country) ? country : null
}

/** Only the sandbox's issuer may be on this machine, without TLS. */
function isIssuerUrl(value: unknown, mode: Mode): value is string {
  if (typeof value !== 'string' || value.length > urlLengthMax || !urlShape.test(value)) return false
  const protocol = URL.parse(value)?.protocol
  return (protocol === 'https:' || (protocol === 'http:' && mode === 'test')) && !mayHoldCard(value)
}

function fitFields(given: unknown): FormFields | null {
  if (typeof given !== 'object' || given === null) return null
  const fields = Object.entries(given)
  const length = fields.reduce((sum, [, value]) => sum + String(value).length, 0)
  if (fields.length > fieldsMax || length > valuesLengthMax) return null
  return fields.every(([name, value]) => fieldName.test(name) && isFieldValue(value))
    ? Object.fromEntries(fields)
    : null
}

function isFieldValue(value: unknown): value is string {
  return typeof value === 'string' && /^[\x20-\x7e\r\n]*$/.test(value) && !mayHoldCard(value)
}

/**
 * What is sent to a browser cannot be masked and still mean the same, so an answer with a card number in it does not fit.
 * Issuers' fields are Base64, and URLs are escaped.
 */
function mayHoldCard(text: string): boolean {
  return [text, unescaped(text), decoded(text)].some((form) => mask(form) !== form)
}

/** Base64 of both alphabets, whatever stands between its characters. */
function decoded(text: string): string {
  const digits = text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/[^A-Za-z0-9+/]/g, '')
  return atob(digits.length % 4 === 1 ? digits.slice(0, -1) : digits)
}

/** Escapes that are not UTF-8 stay as they are. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
