/**
 * Whether the database is known to be damaged. That lasts until the next start: nothing new moves money in a database that
 * may lose the record, but what has begun is still finished, and what can be read is still shown.
 */

import { StorageUnavailable } from '../ports/storage.ts'
import type { Log } from '../ports/system.ts'

export class Damage {
  readonly #log: Pick<Log, 'error'>
  #isKnown = false

  constructor(log: Pick<Log, 'error'>) {
    this.#log = log
  }

  /** `detail` names places and codes, never values. */
  note(detail: string): void {
    if (this.#isKnown) return
    this.#isKnown = true
    this.#log.error(
      { alarm: 'database_damaged', detail: detail.slice(0, 200) },
      'the database is damaged, so no new payments are taken: run "flowlix verify" and restore a backup',
    )
  }

  /** Null if there is none. */
  refusal(): StorageUnavailable | null {
    return this.#isKnown ? new StorageUnavailable('The database is damaged.') : null
  }

  /**
   * The result of a lookup by key. In a damaged database, a key that is not found may still exist: an index may have lost
   * it.
   */
  trusted<T>(found: T | null): T | null {
    if (found !== null) return found
    const refusal = this.refusal()
    if (refusal !== null) throw refusal
    return null
  }
}
