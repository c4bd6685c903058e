/** Money work that goes on after its request was answered. A shutdown waits for it. */
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

  /** Resolves when nothing is running any more, whatever became of it. */
  async drained(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running)
  }
}
