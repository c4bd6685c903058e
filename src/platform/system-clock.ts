/** The system clock, wall and monotonic, with a sleep that can be aborted. */

export const systemClock = {
  nowMs: (): number => Date.now(),
  monotonicMs: (): number => performance.now(),
  sleep: (durationMs: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal?.aborted === true) return resolve()
      const finish = (): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', finish)
        resolve()
      }
      const timer = setTimeout(finish, durationMs)
      signal?.addEventListener('abort', finish, { once: true })
    }),
}
