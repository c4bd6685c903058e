/**
 * How long a process that sends webhooks may sleep: through times when nothing can be due, because those rounds would change
 * nothing. What is due and may not be sent, such as that of a disabled endpoint, must not keep it awake for days.
 */
import type { Clock } from '../../../src/ports/system.ts'
import type { Store } from '../store.ts'
import type { World } from '../world.ts'

const minuteMs = 60_000
const longestMs = 30 * minuteMs

export function webhookPause(
  world: World,
  store: Pick<Store, 'nextDeliveryMs'>,
  clock: Clock,
  pollMs: number,
): () => number {
  let overdueMs = 0
  return () => {
    const mostMs = world.isHostile ? minuteMs : longestMs
    const untilMs = (store.nextDeliveryMs() ?? Infinity) - clock.nowMs()
    overdueMs = untilMs > 0 ? 0 : Math.min(mostMs, 2 * overdueMs + pollMs)
    return Math.min(Math.max(untilMs, overdueMs), mostMs) + world.random.between(10, pollMs)
  }
}
