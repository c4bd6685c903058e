/** Options that several commands for a running gateway have. */
import { type EventType, eventTypes } from '../../core/public-events.ts'
import type { Option } from '../command.ts'
import { UsageError } from '../mistakes.ts'

export const json = { value: null, meaning: 'Print JSON, one object per line.' } as const satisfies Option

export function readType<T extends EventType>(text: string, accepted: readonly T[]): T {
  const type = accepted.find((known) => known === text)
  if (type === undefined)
    throw new UsageError(`"${text}" is not an event type; the types are ${accepted.join(', ')}`)
  return type
}

/** Separated by commas. */
export function readTypes(text: string, accepted: readonly EventType[] = eventTypes): readonly EventType[] {
  return text.split(',').map((part) => readType(part.trim(), accepted))
}

/** `text`: undefined if the option was not specified. */
export function readInteger(
  option: string,
  text: string | undefined,
  { min, max, usual }: Readonly<{ min: number; max: number; usual: number }>,
): number {
  if (text === undefined) return usual
  const number = /^[0-9]{1,12}$/.test(text) ? Number(text) : Number.NaN
  if (number >= min && number <= max) return number
  throw new UsageError(`--${option} must be an integer from ${min} to ${max}`)
}

/** An ID as it may stand in a path. */
export function readId(name: string, prefix: string, text = ''): string {
  const [kind, rest = '', ...more] = text.split('_')
  if (kind !== prefix || more.length > 0 || !/^[0-9a-z-]{1,64}$/.test(rest))
    throw new UsageError(`${name} must look like ${prefix}_...`)
  return text
}

/** `500ms`, `10s`, or `2m`, in milliseconds. */
export function readDuration(option: string, text: string): number {
  const [, digits = '', unit = ''] = /^([0-9]{1,6})(ms|s|m)$/.exec(text) ?? []
  const unitMs = { ms: 1, s: 1_000, m: 60_000 }[unit]
  if (unitMs === undefined) throw new UsageError(`--${option} must be a duration such as 500ms, 10s, or 2m`)
  return Number(digits) * unitMs
}

/** `name=value`. */
export function readPairs(option: string, texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const end = text.indexOf('=')
      if (end <= 0) throw new UsageError(`--${option} must look like name=value`)
      return [text.slice(0, end), text.slice(end + 1)]
    }),
  )
}
