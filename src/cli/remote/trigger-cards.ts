/** The test cards of the sandbox that bring an event about. */
import { type TestCard, testCards, unlistedCardCode } from '../../core/card/test-cards.ts'
import { UsageError } from '../mistakes.ts'

/** Every number that the sandbox does not list is declined like this. */
const unlisted = '4000000000000010'

const declined: Readonly<Record<string, string>> = Object.fromEntries([
  ...testCards.flatMap(({ outcome, pan }) =>
    outcome.kind === 'decline' ? [[outcome.declineCode, pan]] : [],
  ),
  [unlistedCardCode, unlisted],
])

export const cardNames = testCards.map(({ name }) => name)
export const declineCodesOfCards = Object.keys(declined)

/** The number of the card with this name. */
export function numberOf(name: string): string {
  return testCards.find((card) => card.name === name)?.pan ?? unlisted
}

/** A name, or a number. */
export function readCard(text: string): string {
  if (/^[0-9]{12,19}$/.test(text)) return text
  const card: TestCard | undefined = testCards.find(({ name }) => name === text)
  if (card === undefined)
    throw new UsageError(`--card must be the number or the name of a test card: ${cardNames.join(', ')}`)
  return card.pan
}

export function readDeclineCode(text: string): string {
  const number = Object.hasOwn(declined, text) ? declined[text] : undefined
  if (number === undefined)
    throw new UsageError(`--decline-code must be one of ${declineCodesOfCards.join(', ')}`)
  return number
}

/** As the API takes it. */
export function cardDetails(number: string, year: number) {
  const isAmex = /^3[47]/.test(number)
  return {
    number,
    exp_month: 12,
    exp_year: year + 3,
    cvc: isAmex ? '1234' : '123',
    holder_name: 'Test Customer',
  }
}
