/** What SQLite writes in its own way. */
import type { Placeholder } from '../statements.ts'

export const placeholder: Placeholder = () => '?'

/** For statements that use a value twice. */
export const numbered: Placeholder = (position) => `?${position}`

export type StoredBoolean = 0 | 1 | null

/** SQLite has no booleans. */
export function booleanOf(stored: StoredBoolean): boolean | null {
  return stored === null ? null : stored === 1
}

export function storable<T>(value: T | boolean): T | number {
  return typeof value === 'boolean' ? Number(value) : value
}
