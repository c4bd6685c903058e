/** The outcome for a card, before anything is written: the table of test cards decides, and nothing else. */

import { type CardDetails, isExpired, passesLuhn } from '../../core/card/card.ts'
import {
  findTestCard,
  type TestCardOutcome,
  testCards,
  unlistedCardCode,
} from '../../core/card/test-cards.ts'
import type { DeclineCode } from '../../core/decline.ts'

export type Judgment = Readonly<{
  outcome: TestCardOutcome
  /** Null for every number that is not a test card, because nothing of it is kept. */
  last4: string | null
  country: string | null
}>

export function judgeCard(card: CardDetails, nowMs: number): Judgment {
  const testCard = findTestCard(card.pan)
  const mistake = findMistake(card, nowMs)
  const outcome = mistake === null ? (testCard?.outcome ?? declined(unlistedCardCode)) : declined(mistake)
  if (testCard === null) return { outcome, last4: null, country: null }
  return { outcome, last4: card.pan.slice(-4), country: testCard.country ?? 'US' }
}

/** How long its issuer takes. The book knows a test card by its last four digits. */
export function answerMs(last4: string | null): number {
  const card = testCards.find(({ pan, outcome }) => outcome.kind === 'slow' && pan.slice(-4) === last4)
  return card?.outcome.kind === 'slow' ? card.outcome.answerMs : 0
}

function declined(declineCode: DeclineCode): TestCardOutcome {
  return { kind: 'decline', declineCode }
}

function findMistake(card: CardDetails, nowMs: number): DeclineCode | null {
  if (!/^\d{12,19}$/.test(card.pan) || !passesLuhn(card.pan)) return 'invalid_number'
  const { expMonth, expYear } = card
  if (!Number.isInteger(expYear) || !Number.isInteger(expMonth) || expMonth < 1 || expMonth > 12) {
    return 'invalid_expiry'
  }
  if (isExpired(expMonth, expYear, nowMs)) return 'expired_card'
  const cvcLength = /^3[47]/.test(card.pan) ? 4 : 3
  return card.cvc.length === cvcLength && /^\d+$/.test(card.cvc) ? null : 'invalid_cvc'
}
