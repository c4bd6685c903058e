/** Prints what every crash campaign is about: what was acknowledged, and what became of it. */
import type { BookCheck } from '../../verification/crash/books.ts'

type Outcome = Readonly<{
  acknowledged: number
  lost: readonly string[]
  books: BookCheck
  cardData: readonly unknown[]
}>

export function printOutcome({ acknowledged, lost, books, cardData }: Outcome): void {
  console.log(`acknowledged    ${acknowledged}`)
  console.log(`lost            ${lost.length}`)
  console.log(`doubled         ${books.doubled.length}`)
  console.log(`book differences ${books.differences.length}`)
  console.log(
    `payments        ${books.payments}, approved at the acquirer ${books.approved}, refunds ${books.refunds}`,
  )
  console.log(`card data       found ${cardData.length} times`)
}
