/** One end for everything that belongs to a request. */

export type Deadline = Readonly<{
  /** Aborts at the end of the time, or earlier. Its reason says which. */
  ended: AbortSignal
  /**
   * Also true before the timer has had its turn: when a process goes on that was stopped, what has arrived in the meantime is
   * handled first.
   */
  isOver(): boolean
}>

/** Runs until the end of the time, or until `signal`. */
export async function withDeadline<T>(
  remainingMs: number,
  signal: AbortSignal,
  run: (deadline: Deadline) => Promise<T>,
): Promise<T> {
  const endMs = performance.now() + remainingMs
  const ending = new AbortController()
  const onAbort = () => ending.abort('aborted')
  const onDeadline = () => ending.abort('deadline')
  const isOver = () => {
    if (performance.now() >= endMs) onDeadline()
    return ending.signal.aborted
  }
  const timer = setTimeout(onDeadline, Math.max(1, remainingMs))
  if (remainingMs <= 0) onDeadline()
  signal.addEventListener('abort', onAbort)
  if (signal.aborted) onAbort()
  try {
    return await run({ ended: ending.signal, isOver })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
}
