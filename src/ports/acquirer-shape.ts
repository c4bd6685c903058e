/**
 * What an adapter must look like before the gateway uses it. An operator's module may be plain JavaScript, so no compiler has
 * compared it with the port.
 */
import { currencies } from '../core/money.ts'

const nameMax = 40
export const acquirerAccountMax = 64

const neededMethods = ['authorize', 'inquire', 'reverse', 'refund', 'inquireRefund']
const otherMethods = ['prepare', 'resume', 'finishChallenge', 'reverseRefund', 'statement', 'check']

type Fields = Readonly<Record<string, unknown>>
type Check = (acquirer: Fields) => readonly string[]

/** Each is the rest of a sentence that begins with the adapter's name, or with the setting that names it. */
export function shapeMistakes(acquirer: unknown): readonly string[] {
  if (!isObject(acquirer)) return ['must export a createAcquirer() that returns an acquirer']
  const checks: readonly Check[] = [name, defaultAccount, methods, capabilities, limits, returnFields]
  return checks.flatMap((check) => check(acquirer))
}

/** It becomes part of requests to the acquirer. */
export function isAcquirerAccount(value: unknown): value is string {
  return typeof value === 'string' && value.length <= acquirerAccountMax && /^[A-Za-z0-9_-]+$/.test(value)
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}

function unless(isFine: boolean, mistake: string): readonly string[] {
  return isFine ? [] : [mistake]
}

/** Payments and merchants remember it. */
const name: Check = ({ name }) => {
  if (name === 'sandbox') return ['must not have the name sandbox, which is reserved']
  const isName = typeof name === 'string' && name.length <= nameMax && /^[!-~](?:[ -~]*[!-~])?$/.test(name)
  return unless(
    isName,
    `must have a name of 1 to ${nameMax} printable ASCII characters, without spaces at its ends`,
  )
}

const defaultAccount: Check = ({ defaultAccount }) =>
  unless(
    defaultAccount === undefined || isAcquirerAccount(defaultAccount),
    `must have a defaultAccount of 1 to ${acquirerAccountMax} letters, digits, underscores, and hyphens, or leave it out`,
  )

const methods: Check = (acquirer) => [
  ...neededMethods.flatMap((name) => unless(isMethod(acquirer[name]), `must have the method ${name}`)),
  ...otherMethods.flatMap((name) =>
    unless(
      acquirer[name] === undefined || isMethod(acquirer[name]),
      `must have ${name} as a method, or leave it out`,
    ),
  ),
]

function isMethod(value: unknown): boolean {
  return typeof value === 'function'
}

const capabilities: Check = ({ capabilities, prepare }) => {
  if (!isObject(capabilities)) return ['must have capabilities']
  const { lookup, attemptReversalIsTombstone, refundReversalIsTombstone, refundIsRepeatableForMs, quietMs } =
    capabilities
  return [
    ...unless(
      lookup === 'by_reference' || lookup === 'by_handle',
      'must have by_reference or by_handle as capabilities.lookup, because otherwise a lost response cannot be resolved',
    ),
    ...unless(
      lookup !== 'by_handle' || prepare !== undefined,
      'must have the method prepare, because it looks payments up by their handles',
    ),
    ...unless(
      isBoolean(attemptReversalIsTombstone),
      'must have true or false as capabilities.attemptReversalIsTombstone',
    ),
    ...unless(
      isBoolean(refundReversalIsTombstone),
      'must have true or false as capabilities.refundReversalIsTombstone',
    ),
    ...unless(
      refundIsRepeatableForMs === null || isCount(refundIsRepeatableForMs),
      'must have a whole number of milliseconds or null as capabilities.refundIsRepeatableForMs',
    ),
    ...unless(isCount(quietMs), 'must have a whole number of milliseconds as capabilities.quietMs'),
  ]
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean'
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

const limits: Check = ({ limits }) => {
  if (limits === undefined) return []
  if (!isObject(limits)) return ['must have limits for each currency, or no limits']
  const known: readonly string[] = currencies
  return Object.keys(limits).flatMap((currency) =>
    known.includes(currency)
      ? unless(
          isRange(limits[currency]),
          `must have whole numbers as limits.${currency}.minMinor and limits.${currency}.maxMinor, and the first must not be larger than the second`,
        )
      : [`must not have limits for ${currency}, because the gateway only knows ${known.join(', ')}`],
  )
}

function isRange(value: unknown): boolean {
  if (!isObject(value)) return false
  const { minMinor, maxMinor } = value
  return isCount(minMinor) && isCount(maxMinor) && minMinor <= maxMinor
}

const returnFields: Check = ({ returnFields }) =>
  unless(
    returnFields === undefined ||
      (Array.isArray(returnFields) && returnFields.every((name) => typeof name === 'string' && name !== '')),
    'must list the names of fields in returnFields, or leave it out',
  )
