/**
 * How much the requests of one key may store in 24 hours, beginning with the first one, so that a leaked key cannot
 * fill the disk. Counted in memory, by process, and measured on the monotonic clock.
 */

import type { ApiKey } from '../core/api-key.ts'
import type { Mode } from '../core/payment/payment.ts'
import type { Clock, Log } from '../ports.ts'
import { ApiError } from './api-error.ts'

const windowMs = 24 * 3_600_000
/** Above this many keys the closed windows are swept out; a bound on memory, not on keys. */
const windowsMax = 10_000

/** By mode; 0 is no limit. */
export type BytesPerDay = Readonly<Record<Mode, number>>

type Window = { readonly endsAtMs: number; bytes: number; isTold: boolean }

export class StorageBudget {
  readonly #limits: BytesPerDay
  readonly #clock: Clock
  readonly #log: Log
  readonly #windows = new Map<string, Window>()

  constructor(limits: BytesPerDay, clock: Clock, log: Log) {
    this.#limits = limits
    this.#clock = clock
    this.#log = log
  }

  /** Throws where the key has stored its share. */
  require(key: ApiKey): void {
    const limit = this.#limits[key.mode]
    const window = this.#open(key)
    if (limit === 0 || window === undefined || window.bytes < limit) return
    if (!window.isTold) this.#log.warn({ keyId: key.id, mode: key.mode }, 'a key has stored its daily share')
    window.isTold = true
    const leftMs = window.endsAtMs - this.#clock.monotonicMs()
    throw new ApiError(
      'rate_limit_exceeded',
      'The payments made with this key take up as much storage as it may use in 24 hours.',
      null,
      { 'Retry-After': String(Math.ceil(leftMs / 1_000)) },
    )
  }

  spend(key: ApiKey, bytes: number): void {
    if (this.#limits[key.mode] === 0) return
    const open = this.#open(key)
    if (open !== undefined) {
      open.bytes += bytes
      return
    }
    const nowMs = this.#clock.monotonicMs()
    if (this.#windows.size >= windowsMax) this.#sweep(nowMs)
    this.#windows.set(key.id, { endsAtMs: nowMs + windowMs, bytes, isTold: false })
  }

  #open(key: ApiKey): Window | undefined {
    const window = this.#windows.get(key.id)
    return window !== undefined && this.#clock.monotonicMs() < window.endsAtMs ? window : undefined
  }

  #sweep(nowMs: number): void {
    for (const [keyId, window] of this.#windows) if (window.endsAtMs <= nowMs) this.#windows.delete(keyId)
  }
}

/** Rows, their indexes, and the events that follow. */
const fixedBytes = 4_096

/** About what a request leaves on the disk: its content in the payment and in an event, and the response if it is kept. */
export function storedBytes(requestBytes: number, keptResponse: string | null): number {
  return fixedBytes + 2 * requestBytes + (keptResponse === null ? 0 : Buffer.byteLength(keptResponse))
}
