/** Calls to an acquirer with a deadline. Whatever is not a certain answer becomes `unknown`. */
import type { Gateway } from './gateway.ts'

type Unknown = Readonly<{ kind: 'unknown'; cause: string }>

/** The deadline's grace: an adapter ends by itself when the signal fires; one that does not is not waited for. */
const graceMs = 1_000

export async function askAcquirer<Answer>(
  gateway: Gateway,
  timeoutMs: number,
  ask: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer | Unknown> {
  const deadline = new AbortController()
  const done = new AbortController()
  const late = expire(gateway, timeoutMs, deadline, done.signal)
  try {
    return await Promise.race([ask(deadline.signal), late])
  } catch (error) {
    // An adapter must not throw. One that does may have sent the request, so nothing is known.
    const cause = error instanceof Error ? error.name : 'fault'
    gateway.log.error({ cause }, 'an acquirer adapter threw')
    return { kind: 'unknown', cause: `the adapter failed (${cause})` }
  } finally {
    done.abort()
  }
}

async function expire(
  gateway: Gateway,
  timeoutMs: number,
  deadline: AbortController,
  done: AbortSignal,
): Promise<Unknown> {
  await gateway.clock.sleep(timeoutMs, done)
  deadline.abort()
  await gateway.clock.sleep(graceMs, done)
  return { kind: 'unknown', cause: 'no answer in time' }
}
