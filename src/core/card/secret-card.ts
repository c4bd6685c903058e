/**
 * The part of a card that must not leak, while an attempt runs. Printing, logging or serializing it gives `[redacted]`;
 * only the adapter that sends it to an acquirer reveals it; and the digits lie in memory that can be overwritten, which
 * is done as soon as the attempt's request has ended.
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
   * The clear values. Called by acquirer adapters and by nothing else, which the architecture test checks, and before
   * they wait for anything: afterwards it may be gone.
   */
  reveal(): CardDetails {
    if (this.#isWiped) throw new Error('the card data has been overwritten because its request has ended')
    return { pan: textOf(this.#pan), cvc: textOf(this.#cvc), ...this.#rest }
  }

  /** Nobody needs it any more. May be repeated. */
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

/** Digits; what else may come is ASCII too, or refused before. */
function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}
