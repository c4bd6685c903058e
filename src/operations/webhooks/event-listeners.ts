/**
 * The listeners in this process that want to know immediately that events were saved, or are sent again. Those of other processes
 * are found in the storage.
 */
import type { PublicEvent } from '../../core/public-events.ts'

type Told = readonly Omit<PublicEvent, 'type'>[]
type Listener = (events: Told) => void

export class EventListeners {
  readonly #listeners = new Set<Listener>()

  /** Returns what ends it. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(events: Told): void {
    if (events.length === 0) return
    for (const listener of this.#listeners) listener(events)
  }
}
