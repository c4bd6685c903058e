/**
 * The part of what the browser brings back from the issuer that the acquirer needs. It is stored, so no card number may be in
 * it.
 */
import type { FormFields } from '../core/attempt/answers.ts'
import { mask } from '../core/card/mask.ts'

/** Of all values together. */
const valuesLengthMax = 8_192

/** None where they do not fit: the acquirer then says what it holds without them. */
export function pickFields(names: readonly string[], given: ReadonlyMap<string, string>): FormFields {
  const fields = names.flatMap((name) => {
    const value = given.get(name)
    return value === undefined ? [] : [[name, value] as const]
  })
  const length = fields.reduce((sum, [, value]) => sum + value.length, 0)
  return length <= valuesLengthMax && fields.every(([, value]) => isStorable(value))
    ? Object.fromEntries(fields)
    : {}
}

function isStorable(value: string): boolean {
  return /^[\x20-\x7e]*$/.test(value) && mask(value) === value
}
