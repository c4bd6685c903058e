/**
 * Card data that is made to be found again: numbers that nothing else contains, and codes that are looked for where
 * they can be told from other digits.
 */
import { randomInt } from 'node:crypto'

export type Marks = Readonly<{ pans: readonly string[]; cvcs: readonly string[] }>

export type MarkedCard = Readonly<{ pan: string; cvc: string }>

/** For the test cards. Their last digits are kept and shown, and none of them has these. */
export const testCodes = { short: '917', long: '9173' } as const

/** Visa's digits, because the form takes them; the rest is drawn, and the last one makes it pass the checks. */
export function freshCard(): MarkedCard {
  const digits = `4${String(randomInt(10 ** 7)).padStart(7, '0')}${String(randomInt(10 ** 7)).padStart(7, '0')}`
  const pan = digits + checkDigit(digits)
  // Its last four digits are kept, and would be taken for the code.
  return pan.endsWith(testCodes.long) ? freshCard() : { pan, cvc: freshCode() }
}

/** Never the one that the test cards' buttons fill in. */
function freshCode(): string {
  const code = String(randomInt(100, 1_000))
  return code === '123' ? freshCode() : code
}

function checkDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return String((10 - (sum % 10)) % 10)
}

export function marksOf(cards: readonly MarkedCard[]): Marks {
  return { pans: [...new Set(cards.map(({ pan }) => pan))], cvcs: [...new Set(cards.map(({ cvc }) => cvc))] }
}
