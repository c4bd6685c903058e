/** What Checkout.com answers, read field by field: nothing of it is believed before it has the right type. */
import { type Currency, currencies, isAmountMinor } from '../../core/money.ts'

export type Fields = Readonly<Record<string, unknown>>

export type CheckoutPayment = Readonly<{
  id: string
  /** In lower case and with spaces, such as `partially refunded`: the search writes it in its own way. */
  status: string
  approved: boolean | null
  reference: string | null
  /** Ours, where theirs had to be shortened. */
  fullReference: string | null
  amountMinor: number
  currency: Currency
  responseCode: string | null
  /** Where the card was issued. */
  country: string | null
  last4: string | null
  isAmex: boolean
  /** Where the customer must go. */
  redirectUrl: string | null
  requestedAtMs: number | null
  actions: readonly Action[]
}>

/** An authorization, a capture, a void, or a refund of a payment. */
export type Action = Readonly<{
  id: string
  type: string
  reference: string | null
  fullReference: string | null
  amountMinor: number | null
  /** Null as long as it is not decided. */
  approved: boolean | null
  responseCode: string | null
  processedAtMs: number | null
}>

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}

/** Null if it is not a payment in a currency of ours. */
export function readPayment(value: unknown): CheckoutPayment | null {
  const fields = fieldsOf(value)
  const id = textOf(fields.id)
  const status = textOf(fields.status)
  const currency = currencies.find((one) => one === textOf(fields.currency)?.toLowerCase())
  if (id === null || !isId(id) || status === null || currency === undefined) return null
  if (!isAmountMinor(fields.amount)) return null
  const source = fieldsOf(fields.source)
  return {
    id,
    status: status.toLowerCase().replaceAll('_', ' '),
    approved: flagOf(fields.approved),
    reference: textOf(fields.reference),
    fullReference: fullReferenceOf(fields),
    amountMinor: fields.amount,
    currency,
    responseCode: textOf(fields.response_code),
    country: textOf(source.issuer_country),
    last4: textOf(source.last4),
    isAmex: /^am(erican )?ex/i.test(textOf(source.scheme) ?? ''),
    redirectUrl: textOf(fieldsOf(fieldsOf(fields._links).redirect).href),
    requestedAtMs: timeOf(fields.requested_on) ?? timeOf(fields.processed_on),
    actions: readActions(fields.actions) ?? [],
  }
}

/** Null if it is not a list of actions. */
export function readActions(value: unknown): readonly Action[] | null {
  if (!Array.isArray(value)) return null
  return value.flatMap((one) => {
    const fields = fieldsOf(one)
    const id = textOf(fields.id)
    const type = textOf(fields.type)
    if (id === null || type === null) return []
    return {
      id,
      type: type.toLowerCase(),
      reference: textOf(fields.reference),
      fullReference: fullReferenceOf(fields),
      amountMinor: isAmountMinor(fields.amount) ? fields.amount : null,
      approved: flagOf(fields.approved) ?? entryOf(decided, textOf(fields.status)?.toLowerCase() ?? ''),
      responseCode: textOf(fields.response_code),
      processedAtMs: timeOf(fields.processed_on),
    }
  })
}

/** The search says it in words. */
const decided: Readonly<Record<string, boolean>> = { approved: true, declined: false }

function fullReferenceOf({ metadata }: Fields): string | null {
  return textOf(fieldsOf(metadata).flowlix_reference)
}

/** What they name may be the name of something that every object has, such as `constructor`. */
export function entryOf<Value>(table: Readonly<Record<string, Value>>, name: string): Value | null {
  return Object.hasOwn(table, name) ? (table[name] ?? null) : null
}

/** Codes are logged, so they must be words: nothing that could be a part of a card. */
export function readErrorCodes(value: unknown): readonly string[] {
  const codes: unknown = fieldsOf(value).error_codes
  return Array.isArray(codes) ? codes.map((code) => (isWord(code) ? code : 'not_a_code')) : []
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z0-9_]{1,60}$/.test(value) && !/[0-9]{3}/.test(value)
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function flagOf(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null
}

function timeOf(value: unknown): number | null {
  // Seven digits after the point, and sometimes no time zone, which is then UTC.
  const match = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?)/.exec(textOf(value) ?? '')
  const atMs = Date.parse(`${match?.[1]}Z`)
  return Number.isNaN(atMs) ? null : atMs
}

/** It becomes part of a path. */
export function isId(text: string): boolean {
  return /^[a-z]{3}_[a-zA-Z0-9]{4,60}$/.test(text)
}
