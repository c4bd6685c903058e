/** The fields with what is kept of the last card. Between the values, all such forms are alike, and share their parts. */
import { html, raw } from 'hono/html'
import type { Echo } from '../form.ts'
import { constant } from '../templates/constant.ts'
import { EmptyFields, type FieldsProps } from './fields.tsx'

const keptNames = ['expiry', 'name', 'email'] as const
const noValue = ' value=""'

export function KeptFields({ echo, ...shared }: FieldsProps & Readonly<{ echo: Echo }>) {
  const names = keptNames.filter((name) => echo[name] !== '' && (name !== 'email' || shared.hasEmail))
  const kept = names.join()
  // Between two attributes, where spaces may follow.
  const values = names.map((name) => html` value="${echo[name]}"`)
  const pieces = [...names, ''].map((_, i) => constant(FieldsPiece, { ...shared, kept, piece: String(i) }))
  return <>{pieces.flatMap((piece, i) => [piece, values[i] ?? ''])}</>
}

function FieldsPiece({ kept, piece, ...shared }: FieldsProps & Readonly<{ kept: string; piece: string }>) {
  const pieces = [String(EmptyFields(shared))]
  for (const name of kept === '' ? [] : kept.split(',')) pieces.push(...cutBefore(name, pieces.pop() ?? ''))
  return raw(pieces[Number(piece)] ?? '')
}

/** Before and after the empty value of an input. */
function cutBefore(name: string, text: string): readonly [string, string] {
  const at = text.indexOf(noValue, text.indexOf(`<input id="${name}"`))
  return [text.slice(0, at), text.slice(at + noValue.length)]
}
