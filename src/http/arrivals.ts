/**
 * Requests that arrive in one turn of the event loop begin together once all of them are there. Whatever is asked once
 * for everything that follows from one event is then asked once for all of them, and only after each of them was sent:
 * that is how storage finds out whether another process has committed.
 */
export class Arrivals {
  #waiting: (() => void)[] = []
  readonly #beginAll = (): void => {
    const all = this.#waiting
    this.#waiting = []
    for (const begin of all) begin()
  }

  /** `begin` must not throw. */
  add(begin: () => void): void {
    if (this.#waiting.push(begin) === 1) setImmediate(this.#beginAll)
  }
}
