/** A merchant's details as a JSON file: read with all its mistakes at once, and written in the same shape. */
import { dirname, resolve } from 'node:path'
import { JsonRefused, parseStrictJson } from '../api/strict-json.ts'
import { meantBy } from '../config/misspelled.ts'
import type { StoredLogo } from '../core/look/logo.ts'
import type { Merchant, MerchantChanges } from '../core/merchant.ts'
import { dataUrlOf } from './logo-file.ts'
import { type Field, merchantFields, readAll } from './merchant-fields.ts'
import { FileRefused } from './mistakes.ts'
import { readSmallFile } from './small-file.ts'

/** Twice as much as the longest values and a logo take. */
const fileBytesMax = 256_000
const fields = new Map(Object.entries(merchantFields).map(([option, field]) => [keyOf(option), field]))

/** Keys that are left out do not change; null removes a value. */
export function readMerchantFile(file: string): MerchantChanges {
  const bytes = readSmallFile(file, fileBytesMax)
  if ('problem' in bytes) throw new FileRefused(file, [`The file ${bytes.problem}`])
  const given = Object.entries(objectIn(file, bytes))
  const mistakes = [
    ...given.filter(([key]) => !fields.has(key)).map(([key]) => unknownKey(key)),
    ...given.flatMap(([key, value]) => typeMistake(key, value)),
  ]
  const named = given.flatMap(([name, value]) => {
    const field = fields.get(name)
    const text = textOf(value)
    return field === undefined || text === null || typeMistake(name, value).length > 0
      ? []
      : [{ name, field, text }]
  })
  const { changes, mistakes: invalid } = readAll(named, dirname(resolve(file)))
  if (mistakes.length + invalid.length > 0) throw new FileRefused(file, [...mistakes, ...invalid])
  return changes
}

/** Every key, so that the output is also a list of what can be set. */
export function merchantJson(merchant: Merchant, logo: StoredLogo | null): string {
  const entries = [...fields].map(([name, field]) => [
    name,
    field.key === 'logo' ? logo && dataUrlOf(logo) : merchant[field.key],
  ])
  return JSON.stringify(Object.fromEntries(entries), null, 2)
}

function keyOf(option: string): string {
  return option.replaceAll('-', '_')
}

function objectIn(file: string, bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const value = parse(file, bytes)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FileRefused(file, ['The file must contain one JSON object'])
  return value as Record<string, unknown>
}

function parse(file: string, bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const value: unknown = JSON.parse(text)
    // Only this one notices keys that are repeated.
    parseStrictJson(text)
    return value
  } catch (error) {
    if (error instanceof SyntaxError) throw new FileRefused(file, [`It is not valid JSON: ${error.message}`])
    if (error instanceof JsonRefused) throw new FileRefused(file, ['A key is repeated, or a value is nested'])
    if (error instanceof TypeError) throw new FileRefused(file, ['The file is not UTF-8'])
    throw error
  }
}

function unknownKey(key: string): string {
  const meant = meantBy(key, [...fields.keys()])
  return `there is no key "${key}"${meant === null ? '' : `: did you mean "${meant}"?`}`
}

function typeMistake(key: string, value: unknown): readonly string[] {
  const field = fields.get(key)
  if (field === undefined || value === null) return []
  // It could stand for none, or for all.
  if (Array.isArray(value) && value.length === 0 && field.json === 'list')
    return [`${key} must not be an empty list; null stands for the default`]
  if (fits(field, value)) return []
  const words = {
    ...{ string: 'a string', integer: 'an integer', boolean: 'true or false' },
    list: 'a list of strings',
  }
  return [`${key} must be ${words[field.json ?? 'string']}, or null`]
}

function fits({ json }: Field, value: unknown): boolean {
  if (json === 'integer') return Number.isInteger(value)
  if (json === 'list') return Array.isArray(value) && value.every((item) => typeof item === 'string')
  return typeof value === (json ?? 'string')
}

/** As the option would be typed; null for what no option can be. */
function textOf(value: unknown): string | null {
  if (value === null) return ''
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null
}
