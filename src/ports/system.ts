/** What the gateway needs from the machine and the process: the time, randomness, and a log. */

export interface Clock {
  /** The wall clock, in milliseconds since 1970. It may jump, so it is for records and not for measuring durations. */
  nowMs(): number
  /** Milliseconds since some moment of this process. Never jumps, and never goes back. */
  monotonicMs(): number
  /** Resolves after this time, or as soon as the signal fires. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>
  /** For a clock that does not notice immediately that the machine was asleep: true until it knows the time again. */
  mayHaveStoodStill?(): boolean
}

/** All values are cryptographically strong. */
export interface Random {
  bytes(length: number): Uint8Array
  /** In [0, 1). */
  fraction(): number
}

export interface Log {
  debug(fields: LogFields, message: string): void
  info(fields: LogFields, message: string): void
  warn(fields: LogFields, message: string): void
  error(fields: LogFields, message: string): void
}

/** IDs, codes, counts, and durations. Never bodies, query strings, or whole driver errors. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>
