/**
 * A value that must not leak: card data, while an attempt runs. Printing, logging or serializing it gives
 * `[redacted]`; only the adapter that sends it to an acquirer reveals it.
 */
export class Secret<T> {
  readonly #value: T

  constructor(value: T) {
    this.#value = value
  }

  /** The clear value. Called by acquirer adapters and by nothing else; the architecture test checks that. */
  reveal(): T {
    return this.#value
  }

  toString(): string {
    return '[redacted]'
  }

  toJSON(): string {
    return '[redacted]'
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[redacted]'
  }
}
