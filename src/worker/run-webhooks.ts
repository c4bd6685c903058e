/** Delivers events for as long as the process runs. Any number of processes may do so at the same time. */

import type { Gateway } from '../operations/gateway.ts'
import { Bell } from '../operations/webhooks/bell.ts'
import { Trouble } from './trouble.ts'
import { claimMax, WebhookPlaces } from './webhook-places.ts'

/** How long a shutdown waits for receivers. What is given up then is sent again later. */
const graceMs = 5_000
/** With many endpoints, the search for due deliveries takes long, and the process also has to serve pages. */
const restsAfterLook = 9

/** Runs until the signal fires, and then finishes what it has started, as far as receivers let it. */
export async function runWebhooks(gateway: Gateway, intervalMs: number, signal: AbortSignal): Promise<void> {
  const { clock, eventListeners, log } = gateway
  const bell = new Bell(clock)
  const givingUp = new AbortController()
  const places = new WebhookPlaces(gateway, givingUp.signal, () => bell.ring())
  const stopListening = eventListeners.listen(() => bell.ring())
  const trouble = new Trouble(log)
  while (!signal.aborted) {
    let pauseMs = intervalMs
    const beganMs = clock.monotonicMs()
    try {
      const claimed = await places.fill()
      if (claimed > 0) pauseMs = 0
      trouble.over()
      if (claimed < claimMax) await rest(gateway, clock.monotonicMs() - beganMs, intervalMs, signal)
    } catch (error) {
      pauseMs = trouble.pauseAfter(error, intervalMs)
    }
    if (pauseMs > 0) await bell.wait(pauseMs, signal)
  }
  stopListening()
  const emptied = new AbortController()
  void clock.sleep(graceMs, emptied.signal).then(() => givingUp.abort())
  await places.emptied()
  emptied.abort()
}

/** Only the signal ends this pause. A ring during it counts for the next pause. */
async function rest(
  { clock }: Gateway,
  tookMs: number,
  longestMs: number,
  signal: AbortSignal,
): Promise<void> {
  const pauseMs = Math.min(longestMs, restsAfterLook * tookMs)
  if (pauseMs > 0) await clock.sleep(pauseMs, signal)
}
