/** The script's own messages, as a block of data. */
import { raw } from 'hono/html'
import { type BrandHint, brandHints } from '../brand-hints.ts'
import { postcodeRules } from '../fields/postcode-rules.ts'
import type { PostcodeRule } from '../fields/postcodes.ts'
import { acceptedNames, type FormShape } from '../form-terms.ts'
import type { MessageKey, Messages } from '../messages.ts'

const keys = [
  'page.errorTitle',
  'number.empty',
  'number.letters',
  'number.short',
  'number.long',
  'number.check',
  'expiry.empty',
  'expiry.format',
  'expiry.month',
  'expiry.past',
  'expiry.far',
  'cvc.empty',
  'cvc.length',
  'cvc.length3',
  'cvc.length4',
  'name.empty',
  'name.digits',
  'field.cvcHint',
  'field.cvcHint3',
  'field.cvcHint4',
  'open.paying',
  'open.payingStatus',
  'open.payingSlow',
  'open.payingLong',
] as const satisfies readonly MessageKey[]

const emailKeys = [
  'email.empty',
  'email.digits',
  'email.format',
  'email.suggestion',
] as const satisfies readonly MessageKey[]

const addressKeys = [
  'country.empty',
  'line1.empty',
  'line1.digits',
  'line2.digits',
  'city.empty',
  'city.digits',
  'postcode.empty',
  'postcode.digits',
  'postcode.unusual',
] as const satisfies readonly MessageKey[]

/** Only where not every card is accepted. */
const refusal = 'number.unsupported'

type MoreKey = (typeof emailKeys)[number] | (typeof addressKeys)[number] | typeof refusal
export type ScriptWord = (typeof keys)[number] | MoreKey

/** What the form's script is given. */
export type FormWords = Readonly<Record<ScriptWord, string>> &
  Readonly<{
    brands: readonly BrandHint[]
    /** With the labels themselves. */
    postcodes: readonly PostcodeRule[]
  }>

type WordsProps = FormShape & Readonly<{ messages: Messages; example: string }>

/** `example` changes with the month. */
export function ScriptWords({ messages, example, ...shape }: WordsProps) {
  const used: readonly MessageKey[] = [
    ...keys,
    ...(shape.hasEmail ? emailKeys : []),
    ...(shape.hasAddress ? addressKeys : []),
  ]
  const words = Object.fromEntries(used.map((key) => [key, messages.text(key, { example, title: '' })]))
  if (shape.accepted !== '')
    words[refusal] = messages.text('number.unsupportedHere', { brands: acceptedNames(messages, shape) })
  const postcodes = shape.hasAddress
    ? postcodeRules.map((rule) => ({ ...rule, label: messages.text(rule.label) }))
    : undefined
  const json = JSON.stringify({ ...words, brands: brandHints, postcodes }).replaceAll('<', '\\u003c')
  return <>{raw(`<script type="application/json" id="words">${json}</script>`)}</>
}
