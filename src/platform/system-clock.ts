/** The system clock, wall and monotonic, with a sleep that can be aborted. */

/** The machine's monotonic clock, which all its processes share, when this process began. */
const startedMs = Number(process.hrtime.bigint() / 1_000n) / 1_000 - performance.now()

export const systemClock = {
  nowMs: (): number => Date.now(),
  monotonicMs: (): number => startedMs + performance.now(),
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
