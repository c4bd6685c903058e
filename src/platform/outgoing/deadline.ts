/** One end for everything that belongs to a request. */

/** Runs with a signal that aborts at the end of the time or with `signal`. Its reason says which. */
export async function withDeadline<T>(
  remainingMs: number,
  signal: AbortSignal,
  run: (ended: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController()
  const onAbort = () => ending.abort('aborted')
  const onDeadline = () => ending.abort('deadline')
  const timer = setTimeout(onDeadline, Math.max(1, remainingMs))
  if (remainingMs <= 0) onDeadline()
  signal.addEventListener('abort', onAbort)
  if (signal.aborted) onAbort()
  try {
    return await run(ending.signal)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
}
