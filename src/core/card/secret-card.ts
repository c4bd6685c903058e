/**
 * The part of a card that must not leak, while an attempt runs. Printing, logging, or serializing it gives `[redacted]`;
 * only the adapter that sends it to an acquirer reveals it; and its digits are in memory that can be overwritten, which
 * happens as soon as the attempt's request has ended.
 */
import type { CardDetails } from './card.ts'

type Rest = Omit<CardDetails, 'pan' | 'cvc'>

export class SecretCard {
  readonly #pan: Uint8Array
  readonly #cvc: Uint8Array
  readonly #rest: Rest
  #isWiped = false

  constructor({ pan, cvc, ...rest }: CardDetails) {
    this.#pan = bytesOf(pan)
    this.#cvc = bytesOf(cvc)
    this.#rest = rest
  }

  /**
   * The clear values. Only acquirer adapters may call this, which the architecture test checks, and only before their first
   * `await`: afterward the values may have been overwritten.
   */
  reveal(): CardDetails {
    if (this.#isWiped) throw new Error('the card data has been overwritten because its request has ended')
    return { pan: textOf(this.#pan), cvc: textOf(this.#cvc), ...this.#rest }
  }

  /** The card is no longer needed. May be called again. */
  wipe(): void {
    this.#isWiped = true
    this.#pan.fill(0)
    this.#cvc.fill(0)
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

/** Digits; anything else is ASCII, too, or was refused before. */
function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}
