/**
 * JSON by what it means, in one notation: members sorted by name, no white space, no escapes. Each string starts with its
 * length and every other value has an end, so two values have the same notation only if they mean the same. Numbers keep
 * their own notation, and an explicit null is not the same as absence: a client that retries sends the same one.
 */
import type { JsonValue } from './strict-json.ts'

export function meaningOf(value: JsonValue): string {
  if (typeof value === 'string') return stringOf(value)
  if (typeof value === 'symbol') return `${value.description};`
  if (typeof value !== 'object' || value === null) return `${value};`
  if (Array.isArray(value)) return `[${value.map(meaningOf).join('')}]`
  let members = ''
  for (const name of Object.keys(value).sort()) members += stringOf(name) + meaningOf(value[name] ?? null)
  return `{${members}}`
}

/** Half of a surrogate pair would be lost in UTF-8. */
function stringOf(text: string): string {
  return text.isWellFormed() ? `"${text.length}:${text}` : `\\${JSON.stringify(text)}`
}
