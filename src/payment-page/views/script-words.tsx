/** The script's own messages, as a block of data. */
import { raw } from 'hono/html'
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
  'field.postcode',
  'field.postcodeOptional',
  'field.zip',
  'field.eircode',
] as const satisfies readonly MessageKey[]

/** Only where not every card is accepted. */
const refusal = 'number.unsupported'

type MoreKey = (typeof emailKeys)[number] | (typeof addressKeys)[number] | typeof refusal
export type ScriptWord = (typeof keys)[number] | MoreKey

type WordsProps = FormShape & Readonly<{ messages: Messages; example: string }>

/** `example` changes with the month. */
export function ScriptWords({ messages, example, ...shape }: WordsProps) {
  const used: readonly MessageKey[] = [
    ...keys,
    ...(shape.hasEmail ? emailKeys : []),
    ...(shape.hasAddress ? addressKeys : []),
  ]
  const words = Object.fromEntries(used.map((key) => [key, messages.text(key, { example })]))
  if (shape.accepted !== '')
    words[refusal] = messages.text('number.unsupportedHere', { brands: acceptedNames(messages, shape) })
  const json = JSON.stringify(words).replaceAll('<', '\\u003c')
  return <>{raw(`<script type="application/json" id="words">${json}</script>`)}</>
}
