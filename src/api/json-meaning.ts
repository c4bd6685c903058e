/**
 * A JSON text as it is meant, in one spelling: members sorted by name, no white space, strings escaped alike. Numbers
 * keep their own spelling, and an explicit null is not the same as absence: whoever sends one of the two again sends it.
 */
import type { JsonValue } from './strict-json.ts'

export function meaningOf(value: JsonValue): string {
  if (typeof value === 'symbol') return value.description ?? ''
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(meaningOf).join()}]`
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${meaningOf(value[name] ?? null)}`)
  return `{${members.join()}}`
}
