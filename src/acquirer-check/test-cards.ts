/** The numbers that the acquirers publish for their test environments. */
import type { DeclineCode } from '../core/decline.ts'

export type CheckCards = Readonly<{
  approved: string
  declined: string
  /** What the decline must be in our words. */
  declineCode: DeclineCode
  /** Its issuer asks the customer to confirm every payment. */
  challenged: string
  /** What the customer enters at the issuer's page; null where a button is enough. */
  challengeHint: string | null
  /** Approved. An acquirer may treat these cards in its own way, such as with shorter references. */
  americanExpress: string
}>

export const checkCards = {
  stripe: {
    approved: '4242424242424242',
    declined: '4000000000009995',
    declineCode: 'insufficient_funds',
    challenged: '4000000000003220',
    challengeHint: null,
    americanExpress: '378282246310005',
  },
  checkout: {
    approved: '4242424242424242',
    declined: '4544249167673670',
    declineCode: 'insufficient_funds',
    challenged: '4242424242424242',
    challengeHint: 'Checkout1!',
    americanExpress: '378282246310005',
  },
} as const satisfies Readonly<Record<string, CheckCards>>
