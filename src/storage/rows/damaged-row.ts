/** Rows are checked as they are read, wherever a wrong value would be mistaken for another one or cause a fault. */
import { type DeclineCode, declineCodes } from '../../core/decline.ts'
import { parseJson } from '../../platform/parse-json.ts'

/** A row that this program cannot have written: the database is damaged or was changed by something else. */
export class DamagedRow extends Error {
  override name = 'DamagedRow'

  /** `place` is a table or a column, never a value. */
  constructor(place: string) {
    super(`a row cannot be read: ${place}`)
  }
}

/** The value, if it is one of the allowed ones. */
export function known<T extends string>(values: ReadonlySet<T>, value: T, place: string): T {
  if (!values.has(value)) throw new DamagedRow(place)
  return value
}

export function knownOrNull<T extends string>(
  values: ReadonlySet<T>,
  value: T | null,
  place: string,
): T | null {
  return value === null ? null : known(values, value, place)
}

export const knownDeclineCodes: ReadonlySet<DeclineCode> = new Set(declineCodes)

export function fromJson<T>(text: string, place: string): T {
  try {
    return parseJson(text) as T
  } catch {
    throw new DamagedRow(place)
  }
}
