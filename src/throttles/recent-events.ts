/** How often something happened to each name in the time just past: exact, by the times themselves. */
import { BoundedMap } from './bounded-map.ts'

export class RecentEvents {
  readonly #max: number
  readonly #windowMs: number
  readonly #times: BoundedMap<readonly number[]>

  /** `max` 0 means no limit. */
  constructor(max: number, windowMs: number, entriesMax: number) {
    this.#max = max
    this.#windowMs = windowMs
    this.#times = new BoundedMap(entriesMax)
  }

  get size(): number {
    return this.#times.size
  }

  isFull(key: string, nowMs: number): boolean {
    return this.#max > 0 && this.count(key, nowMs) >= this.#max
  }

  /** Never more than the limit. */
  count(key: string, nowMs: number): number {
    return this.#recent(key, nowMs).length
  }

  /** More than the limit are never kept. `atMs`: earlier than now where it happened elsewhere. */
  add(key: string, nowMs: number, atMs = nowMs): void {
    if (this.#max === 0) return
    const times = [...this.#recent(key, nowMs), atMs].sort((a, b) => a - b)
    this.#times.set(key, times.slice(-this.#max))
  }

  /** It did not happen after all. */
  remove(key: string, atMs: number): void {
    const times = this.#times.peek(key)
    const at = times?.lastIndexOf(atMs) ?? -1
    if (times === undefined || at < 0) return
    if (times.length === 1) this.#times.delete(key)
    else this.#times.set(key, times.toSpliced(at, 1))
  }

  #recent(key: string, nowMs: number): readonly number[] {
    return this.#times.peek(key)?.filter((atMs) => atMs > nowMs - this.#windowMs) ?? []
  }
}
