/** What a crash campaign needs to know about the acquirer behind the gateway: the judge, which is on another machine. */
import type { Finding } from '../scan/scan-folder.ts'
import type { Prng } from '../seeded-random.ts'
import type { BookCheck } from './books.ts'
import { Cards } from './cards.ts'
import { type ChallengeChoice, Customer } from './customer.ts'
import type { Behind } from './failpoints.ts'
import { checkBooks } from './sqlite-books.ts'

export type CrashAcquirer = Readonly<{
  name: 'sandbox' | 'stripe' | 'checkout'
  /** Whose points a gateway can die at. */
  behind: Behind
  /** For the gateway's process. */
  environment: Readonly<Record<string, string>>
  cards: Cards
  checkBooks(folder: string): Promise<BookCheck>
  /** False if there is no challenge. */
  answerChallenge(pageUrl: string, id: string, choice: ChallengeChoice, signal: AbortSignal): Promise<boolean>
  /** Lines break, until everything is kind again. */
  disturb(random: Prng): void
  calm(): void
  /** Card data in requests where it does not belong. */
  cardData(): readonly Finding[]
  close(): Promise<void>
}>

/** In the gateway's own process, with a ledger of its own. Its test cards include lost requests and answers. */
export function sandboxAcquirer(prepares: boolean): CrashAcquirer {
  return {
    name: 'sandbox',
    behind: prepares ? 'preparing_sandbox' : 'sandbox',
    environment: prepares ? { SANDBOX_FAULTS: 'prepares=1,needs_return=1' } : {},
    cards: new Cards(),
    checkBooks,
    answerChallenge: (gatewayUrl, id, choice, signal) =>
      new Customer(gatewayUrl, id, signal).answerChallenge(choice),
    disturb() {},
    calm() {},
    cardData: () => [],
    async close() {},
  }
}
