/** When the use of an API key is written down, and when a key has ended, whatever the engine. */
import type { ApiKey } from '../core/api-key.ts'

export const noteEveryMs = 3_600_000

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
