/** The worker finds everything out when nothing disturbs it any more. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { BookCheck } from './books.ts'

const limitMs = 90_000
const pauseMs = 100

/** Returns what was wrong, as sentences. */
export async function waitForOutcomes(check: () => Promise<BookCheck>): Promise<readonly string[]> {
  const startedAtMs = performance.now()
  for (;;) {
    const { inDoubt } = await check()
    if (inDoubt === 0) return []
    if (performance.now() - startedAtMs > limitMs) return [`${inDoubt} outcomes were not found out in time`]
    await sleep(pauseMs)
  }
}
