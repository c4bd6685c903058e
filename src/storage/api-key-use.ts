/** When a key has ended, and how often writing its use down is tried, whatever the engine. */
import type { ApiKey } from '../core/api-key.ts'

export function isExpired(key: ApiKey, nowMs: number): boolean {
  return key.expiresAtMs !== null && key.expiresAtMs <= nowMs
}

const tryEveryMs = 60_000
const triesMax = 10_000

/** On a disk that takes no writes, reads must not each cost a write that fails. */
export class Tries {
  readonly #triedAtMs = new Map<string, number>()

  mayTry(id: string, atMs: number): boolean {
    const triedAtMs = this.#triedAtMs.get(id)
    if (triedAtMs !== undefined && Math.abs(atMs - triedAtMs) < tryEveryMs) return false
    if (this.#triedAtMs.size >= triesMax) this.#triedAtMs.clear()
    this.#triedAtMs.set(id, atMs)
    return true
  }
}
