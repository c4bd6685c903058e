/** Work on money that continues after its request has been responded to. A shutdown waits for it. */
export class RunningWork {
  readonly #running = new Set<Promise<unknown>>()

  /** Remembers the work until it ends, and returns it. */
  track<T>(work: Promise<T>): Promise<T> {
    const entry = work.finally(() => this.#running.delete(entry))
    this.#running.add(entry)
    entry.catch(() => {})
    return work
  }

  get size(): number {
    return this.#running.size
  }

  /** Resolves when nothing is running anymore, whether it succeeded or not. */
  async drained(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running)
  }
}
