/**
 * The questions that customers cause by coming back from their issuers. A browser can come back as often as it likes, and each
 * question costs requests at the acquirer, whose limits all customers share.
 */

/** What a customer causes who comes back early, in two tabs, and once more through the browser's history. */
const freeQuestions = 10
const pauseMs = 2_000
/** Longer than any challenge, and than any question. */
const rememberedMs = 15 * 60_000

type Return = {
  questions: number
  /** Resolves when the question that is being asked has ended, and never rejects. Null if none is. */
  asking: Promise<void> | null
  /** Of the last question's end, or else of its beginning. On the monotonic clock. */
  atMs: number
}

/** Of the customers who come back to this process. */
export class Returns {
  readonly #returns = new Map<string, Return>()
  readonly #monotonicMs: () => number

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs
  }

  /**
   * One question at a time about each attempt, and after a few, only from time to time. Null if this one was not asked: then
   * another one has just ended. `isNew`: whether the customer brought something that no other question knows.
   */
  async ask<T>(reference: string, isNew: boolean, question: () => Promise<T>): Promise<T | null> {
    const before = this.#returns.get(reference)
    if (before !== undefined && before.asking !== null) {
      await before.asking
      return isNew ? this.ask(reference, isNew, question) : null
    }
    if (before !== undefined && !isNew && this.#isTooSoon(before)) return null
    const { promise: asking, resolve } = Promise.withResolvers<void>()
    const now: Return = { questions: (before?.questions ?? 0) + 1, asking, atMs: this.#monotonicMs() }
    this.#remember(reference, now)
    try {
      return await question()
    } finally {
      now.asking = null
      now.atMs = this.#monotonicMs()
      resolve()
    }
  }

  #isTooSoon({ questions, atMs }: Return): boolean {
    return questions >= freeQuestions && this.#monotonicMs() - atMs < pauseMs
  }

  #remember(reference: string, entry: Return): void {
    const endMs = this.#monotonicMs() - rememberedMs
    // The oldest ones are first.
    for (const [key, { atMs }] of this.#returns) {
      if (atMs > endMs) break
      this.#returns.delete(key)
    }
    this.#returns.delete(reference)
    this.#returns.set(reference, entry)
  }
}
