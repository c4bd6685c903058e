/** A credential among the settings: nothing shows it by accident. */
import { createHash } from 'node:crypto'
import { inspect } from 'node:util'

export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  text(): string {
    return this.#value
  }

  toString(): string {
    return '[secret]'
  }

  /** For the fingerprint of the settings, which changes when a key is replaced. Keys are too long to be found by trying. */
  toJSON(): string {
    return createHash('sha256').update(this.#value).digest('hex')
  }

  [inspect.custom](): string {
    return '[secret]'
  }
}
