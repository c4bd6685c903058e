/** The script's own messages, as a block of data. */
import { raw } from 'hono/html'
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
  'email.empty',
  'email.digits',
  'email.format',
  'field.cvcHint',
  'field.cvcHint3',
  'field.cvcHint4',
  'open.paying',
  'open.payingStatus',
  'open.payingSlow',
  'open.payingLong',
] as const satisfies readonly MessageKey[]

export type ScriptWord = (typeof keys)[number]

/** `example` changes with the month. */
export function ScriptWords({ messages, example }: Readonly<{ messages: Messages; example: string }>) {
  const words = Object.fromEntries(keys.map((key) => [key, messages.text(key, { example })]))
  const json = JSON.stringify(words).replaceAll('<', '\\u003c')
  return <>{raw(`<script type="application/json" id="words">${json}</script>`)}</>
}
