/**
 * Limits how much the requests of one key may store in 24 hours, so that a leaked key cannot fill the disk. The window starts
 * with the first request. It is counted in memory, and on the monotonic clock; nodes of one database tell each other: see
 * {@link SharedUsage}.
 */

import type { ApiKey } from '../core/api-key.ts'
import { storageWindowMs } from '../core/key-usage.ts'
import type { Mode } from '../core/payment/payment.ts'
import type { Clock, Log } from '../ports/system.ts'
import type { RequestContext } from '../request-context.ts'
import { ApiError } from './api-error.ts'

/** With more keys than this, expired windows are removed. Bounds memory, not the number of keys. */
const windowsMax = 10_000

/** For each mode; 0 means no limit. */
export type BytesPerDay = Readonly<Record<Mode, number>>

type Window = { endsAtMs: number; bytes: number; untold: number; isTold: boolean }

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

  /** Throws if the key has reached its limit. */
  require(key: ApiKey, context: Pick<RequestContext, 'note'>): void {
    const limit = this.#limits[key.mode]
    const window = this.#open(key)
    if (limit === 0 || window === undefined || window.bytes < limit) return
    if (!window.isTold)
      this.#log.warn({ keyId: key.id, mode: key.mode }, 'a key has reached its daily storage limit')
    window.isTold = true
    context.note = 'storage_by_key'
    const leftMs = window.endsAtMs - this.#clock.monotonicMs()
    throw new ApiError(
      'rate_limit_exceeded',
      'Storage limit exceeded: this key has stored as much as it may within 24 hours.',
      null,
      { 'Retry-After': String(Math.ceil(leftMs / 1_000)) },
    )
  }

  spend(key: ApiKey, bytes: number): void {
    if (this.#limits[key.mode] === 0) return
    const open = this.#open(key)
    if (open === undefined) {
      this.#begin(key, bytes, bytes)
      return
    }
    open.bytes += bytes
    open.untold += bytes
  }

  /** What this node has not told the others yet. */
  takeUntold(hash: string): number {
    const window = this.#windows.get(hash)
    const untold = window?.untold ?? 0
    if (window !== undefined) window.untold = 0
    return untold
  }

  /** The other nodes could not be told of these bytes. */
  giveBack(hash: string, bytes: number): void {
    const window = this.#windows.get(hash)
    if (window !== undefined) window.untold += bytes
  }

  /** What all nodes have stored, with what this one has told. */
  learn(key: ApiKey, { dayMs, bytes }: Readonly<{ dayMs: number; bytes: number }>): void {
    if (this.#limits[key.mode] === 0) return
    const window = this.#open(key) ?? this.#begin(key, bytes, 0)
    window.bytes = bytes + window.untold
    const leftMs = dayMs + storageWindowMs - this.#clock.nowMs()
    window.endsAtMs = this.#clock.monotonicMs() + Math.min(storageWindowMs, leftMs)
  }

  #begin(key: ApiKey, bytes: number, untold: number): Window {
    const nowMs = this.#clock.monotonicMs()
    if (this.#windows.size >= windowsMax) this.#sweep(nowMs)
    const window = { endsAtMs: nowMs + storageWindowMs, bytes, untold, isTold: false }
    this.#windows.set(key.hash, window)
    return window
  }

  #open(key: ApiKey): Window | undefined {
    const window = this.#windows.get(key.hash)
    return window !== undefined && this.#clock.monotonicMs() < window.endsAtMs ? window : undefined
  }

  #sweep(nowMs: number): void {
    for (const [hash, window] of this.#windows) if (window.endsAtMs <= nowMs) this.#windows.delete(hash)
  }
}

/** For rows, their indexes, and later events. */
const fixedBytes = 4_096

/** About what a request leaves on the disk: its content in the payment and in an event, and the response if it is kept. */
export function storedBytes(requestBytes: number, keptResponse: string | null): number {
  return fixedBytes + 2 * requestBytes + (keptResponse === null ? 0 : Buffer.byteLength(keptResponse))
}
