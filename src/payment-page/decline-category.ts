/** What a customer may learn about a decline. Lost, stolen and fraud read like any other refusal. */
import type { DeclineCode } from '../core/attempt/decline.ts'

export type DeclineCategory =
  | 'details'
  | 'expired'
  | 'funds'
  | 'confirm'
  | 'unsupported'
  | 'refused'
  | 'technical'

const categories: Readonly<Record<DeclineCode, DeclineCategory>> = {
  invalid_number: 'details',
  invalid_expiry: 'details',
  invalid_cvc: 'details',
  expired_card: 'expired',
  insufficient_funds: 'funds',
  cardholder_limit: 'funds',
  authentication_failed: 'confirm',
  not_permitted: 'unsupported',
  invalid_currency: 'unsupported',
  processing_error: 'technical',
  generic_decline: 'refused',
  do_not_honor: 'refused',
  issuer_declined: 'refused',
  lost_card: 'refused',
  stolen_card: 'refused',
  card_velocity_exceeded: 'refused',
  suspect_fraud: 'refused',
  fraud_filter: 'refused',
  invalid_amount: 'refused',
  // Has a page of its own; listed so that no code is without an answer.
  canceled_by_customer: 'refused',
}

/** From here on a customer is told nothing more: somebody who tries card after card must not learn from it. */
const tellingDeclinesMax = 2

export function declineCategory(declineCode: DeclineCode, declines: number): DeclineCategory {
  return declines > tellingDeclinesMax ? 'refused' : categories[declineCode]
}
