/**
 * The cards of a campaign's shoppers: public test numbers where the outcome matters, and numbers that were never used
 * before where it does not. Remembers what was sent, so that it can be sought in everything that was written.
 */
import type { SeededRandom } from './seeded-random.ts'

/** Visa's range; the sandbox declines every number that it does not know. */
const freshPrefix = '4'
const digitsBeforeCheck = 15

export class MarkedCards {
  readonly #random: SeededRandom
  readonly #sent = new Set<string>()

  constructor(random: SeededRandom) {
    this.#random = random
  }

  get sent(): readonly string[] {
    return [...this.#sent]
  }

  fresh(): string {
    let digits = freshPrefix
    while (digits.length < digitsBeforeCheck) digits += this.#random.between(0, 9)
    return this.known(digits + checkDigit(digits))
  }

  known(pan: string): string {
    this.#sent.add(pan)
    return pan
  }
}

/** Luhn's. */
function checkDigit(digits: string): number {
  const sum = [...digits].reverse().reduce((total, digit, position) => {
    const value = Number(digit) * (position % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return (10 - (sum % 10)) % 10
}
