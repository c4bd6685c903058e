/** The worker finds everything out when nothing disturbs it anymore. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { BookCheck } from './books.ts'

/** Without any progress. */
const limitMs = 90_000
const pauseMs = 100

/** Returns what was wrong, as sentences. */
export async function waitForOutcomes(check: () => Promise<BookCheck>): Promise<readonly string[]> {
  let [least, sinceMs] = [Number.POSITIVE_INFINITY, performance.now()]
  for (;;) {
    const { inDoubt } = await check()
    if (inDoubt === 0) return []
    if (inDoubt < least) [least, sinceMs] = [inDoubt, performance.now()]
    if (performance.now() - sinceMs > limitMs) return [`${inDoubt} outcomes were not found out in time`]
    await sleep(pauseMs)
  }
}
