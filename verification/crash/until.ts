/** Campaigns wait for what happens and not for a time, because a busy machine is not a fault. The limit is for what hangs. */
import { setTimeout as sleep } from 'node:timers/promises'

export const patienceMs = 120_000
const pauseMs = 10

export async function until(what: string, isSo: () => boolean): Promise<void> {
  const giveUpAtMs = performance.now() + patienceMs
  while (!isSo()) {
    if (performance.now() > giveUpAtMs) throw new Error(`waited in vain until ${what}`)
    await sleep(pauseMs)
  }
}
