/** A check that says itself what is wrong, or rejects with it. */
import { ConfigRefused } from '../../config/read-config.ts'
import { DatabaseRefused } from '../../platform/database-refused.ts'
import { StorageUnavailable } from '../../ports/storage.ts'
import { Refused } from '../mistakes.ts'
import type { Findings } from './findings.ts'

/** `good`: what is said if nothing was found. Null if it rejects with something that an operator can repair. */
export async function attempt<T>(
  findings: Findings,
  good: string | null,
  check: () => Promise<T>,
): Promise<T | null> {
  const before = findings.count
  try {
    const result = await check()
    if (good !== null && findings.count === before) findings.ok(good)
    return result
  } catch (error) {
    for (const sentence of sentencesOf(error)) findings.problem(sentence)
    return null
  }
}

function sentencesOf(error: unknown): readonly string[] {
  if (error instanceof ConfigRefused) return error.mistakes.map((mistake) => `${mistake}.`)
  const isPlain =
    error instanceof DatabaseRefused || error instanceof StorageUnavailable || error instanceof Refused
  if (isPlain) return [error.message]
  throw error
}
