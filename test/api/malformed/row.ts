/** A malformed request and the response that it must get. Bodies are built from raw JSON, not from values. */
import type { ExpectedError } from '../expect-error.ts'

export type Row = Readonly<{
  name: string
  /** POST unless said otherwise. */
  method?: string
  /** `{open}`, `{paid}` and `{other}` stand for ids of payments that exist. */
  path: string
  /** Bytes are sent without a Content-Type of their own. */
  body?: string | Uint8Array<ArrayBuffer>
  headers?: Readonly<Record<string, string>>
  expected: ExpectedError
}>

export const invalid = (param: string | null): ExpectedError => [400, 'parameter_invalid', param]
export const missing = (param: string): ExpectedError => [400, 'parameter_missing', param]
export const unauthorized: ExpectedError = [401, 'invalid_api_key', null]
export const notFound = (param: string | null): ExpectedError => [404, 'resource_missing', param]
export const wrongType: ExpectedError = [415, 'unsupported_media_type', null]
export const tooLarge: ExpectedError = [413, 'body_too_large', null]

/** Raw JSON text by member; undefined leaves the member out. */
export type Members = Readonly<Record<string, string | undefined>>

export function object(members: Members): string {
  const entries = Object.entries(members).filter(([, raw]) => raw !== undefined)
  return `{${entries.map(([name, raw]) => `${JSON.stringify(name)}:${raw}`).join(',')}}`
}

export const sessionMembers = {
  amount: '2500',
  currency: '"eur"',
  redirect_url: '"https://shop.example.com/done"',
} as const satisfies Members

export const customerMembers = {
  email: '"alex@example.com"',
  first_name: '"Alex"',
  last_name: '"Johnson"',
  country: '"DE"',
  phone: '"+491709876543"',
  address: '"Friedrichstrasse 100"',
  city: '"Berlin"',
  zip: '"10117"',
} as const satisfies Members

export const cardMembers = {
  number: '"4111111111111111"',
  exp_month: '12',
  exp_year: '2030',
  cvc: '"123"',
  holder_name: '"Alex Johnson"',
} as const satisfies Members

export function sessionRow(name: string, members: Members, expected: ExpectedError): Row {
  return { name, path: '/v1/payments/hpp', body: object({ ...sessionMembers, ...members }), expected }
}

export function customerRow(name: string, members: Members, expected: ExpectedError): Row {
  return sessionRow(name, { customer: object({ ...customerMembers, ...members }) }, expected)
}

export function directRow(name: string, members: Members, expected: ExpectedError): Row {
  const body = object({ amount: '2500', currency: '"eur"', card: object(cardMembers), ...members })
  return { name, path: '/v1/payments', body, expected }
}

export function cardRow(name: string, members: Members, expected: ExpectedError): Row {
  return directRow(name, { card: object({ ...cardMembers, ...members }) }, expected)
}

export function refundRow(name: string, members: Members, expected: ExpectedError): Row {
  const body = object({ reason: '"requested_by_customer"', ...members })
  return { name, path: '/v1/payments/{paid}/refund', body, expected }
}

/** What no string may have, as JSON texts of one such character. */
export const forbiddenCharacters: readonly (readonly [name: string, raw: string])[] = [
  ['NUL', '\\u0000'],
  ['a bell', '\\u0007'],
  ['an escape character', '\\u001b'],
  ['a unit separator', '\\u001f'],
  ['a delete character', '\\u007f'],
  ['the first C1 control', '\\u0080'],
  ['a control sequence introducer', '\\u009b'],
  ['the last C1 control', '\\u009f'],
  ['a left-to-right embedding', '\\u202a'],
  ['a pop of directional formatting', '\\u202c'],
  ['a right-to-left override', '\\u202e'],
  ['a high surrogate alone', '\\ud83d'],
  ['a low surrogate alone', '\\ude00'],
]

/** As a JSON text. */
export const text = (value: string): string => JSON.stringify(value)
export const letters = (count: number): string => text('x'.repeat(count))
