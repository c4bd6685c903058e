/**
 * A process that was frozen between two requests must not send the one that moves money: by then, the gateway may have given
 * the payment up, or another process may have sent it. Either clock may stand still during such a sleep.
 */
import type { Context } from './context.ts'

const betweenMsMax = 60_000

/** Begins now; says whether too much time has passed since. */
export function begin({ nowMs }: Context): () => boolean {
  const begun = { wallMs: nowMs(), steadyMs: performance.now() }
  return () => nowMs() - begun.wallMs > betweenMsMax || performance.now() - begun.steadyMs > betweenMsMax
}
