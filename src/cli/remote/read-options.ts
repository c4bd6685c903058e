/** Options that several commands for a running gateway have. */
import { type EventType, publicEventTypes, testEventType } from '../../core/public-events.ts'
import type { Option } from '../command.ts'
import { UsageError } from '../mistakes.ts'

const eventTypes: readonly EventType[] = [...publicEventTypes, testEventType]

export const json = { value: null, meaning: 'Print JSON, one object a line.' } as const satisfies Option

/** `accepted`: those that the gateway can filter by, or all. */
export function readType(
  option: string,
  text: string,
  accepted: readonly EventType[] = eventTypes,
): EventType {
  const type = accepted.find((known) => known === text)
  if (type === undefined)
    throw new UsageError(`--${option}: "${text}" is not an event type; the types are ${accepted.join(', ')}`)
  return type
}

/** Separated by commas. */
export function readTypes(
  option: string,
  text: string,
  accepted: readonly EventType[] = eventTypes,
): readonly EventType[] {
  return text.split(',').map((part) => readType(option, part.trim(), accepted))
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
