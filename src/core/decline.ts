/** Why a card was not charged: the codes of the contract, each with one fixed English sentence for the merchant. */

export const declineMessages = {
  generic_decline: 'The card was declined.',
  do_not_honor: 'The issuer declined the payment without giving a reason.',
  insufficient_funds: 'The card has insufficient funds.',
  expired_card: 'The card has expired.',
  invalid_number: 'The card number is not valid.',
  invalid_expiry: 'The expiry date is not valid.',
  invalid_cvc: 'The security code is not correct.',
  lost_card: 'The card was reported lost.',
  stolen_card: 'The card was reported stolen.',
  card_velocity_exceeded: 'The card was used too often in a short time.',
  issuer_declined: 'The issuer declined the payment.',
  not_permitted: 'The card does not permit this kind of payment.',
  cardholder_limit: 'The payment exceeds a limit of the cardholder.',
  suspect_fraud: 'The issuer suspects fraud.',
  fraud_filter: 'The payment was stopped by a fraud filter.',
  invalid_amount: 'The amount is not accepted for this card.',
  invalid_currency: 'The currency is not accepted for this card.',
  authentication_failed: 'The customer was not authenticated by the issuer.',
  canceled_by_customer: 'The customer canceled the payment.',
  processing_error: 'The payment could not be processed; the card was not charged.',
} as const

export type DeclineCode = keyof typeof declineMessages

/** How much of the reason customers learn. */
export const declineDetails = ['helpful', 'minimal'] as const
export type DeclineDetail = (typeof declineDetails)[number]

export const declineCodes = Object.keys(declineMessages) as DeclineCode[]

export function isDeclineCode(value: string): value is DeclineCode {
  return Object.hasOwn(declineMessages, value)
}

/** The issuer says that this card will never be accepted; the card schemes forbid trying it again. */
export function isNeverRetried(declineCode: DeclineCode): boolean {
  return declineCode === 'lost_card' || declineCode === 'stolen_card' || declineCode === 'invalid_number'
}
