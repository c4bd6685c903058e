/** What a customer may learn about a decline. Lost, stolen, and fraud look like any other decline. */
import type { DeclineCode } from '../core/decline.ts'

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
  // Has its own page; listed so that the table is complete.
  canceled_by_customer: 'refused',
}

/** After this many declines, the page gives no more reasons: someone who tries card after card must not learn from them. */
const tellingDeclinesMax = 2

export function declineCategory(declineCode: DeclineCode, declines: number): DeclineCategory {
  return declines > tellingDeclinesMax ? 'refused' : categories[declineCode]
}
