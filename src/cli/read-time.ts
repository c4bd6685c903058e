/** Times on the command line: ISO 8601, in UTC unless an offset is specified. */
import { UsageError } from './mistakes.ts'

const written = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)?)?$/

export function readTime(option: string, text: string): number {
  const hasOffset = /(?:Z|[+-]\d\d:\d\d)$/.test(text) || !text.includes('T')
  const timeMs = written.test(text) ? Date.parse(hasOffset ? text : `${text}Z`) : Number.NaN
  if (Number.isNaN(timeMs))
    throw new UsageError(`--${option} must be a date like 2027-01-31 or a time like 2027-01-31T12:00:00Z`)
  return timeMs
}

export function showTime(atMs: number | null): string {
  return atMs === null ? '-' : `${new Date(atMs).toISOString().slice(0, 19)}Z`
}
