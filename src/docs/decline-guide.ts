/** What a merchant may make of each decline code. The customer has read a gentler text on the page already. */
import type { DeclineCode } from '../core/decline.ts'

export const declineGuide: Readonly<Record<DeclineCode, string>> = {
  generic_decline: 'The issuer gave no usable reason. Another card may work.',
  do_not_honor: 'The issuer does not say why. The customer can ask the bank, or use another card.',
  insufficient_funds: 'The account does not cover the amount.',
  expired_card: 'The card is past its date.',
  invalid_number: 'No card has this number. In live mode also the answer to a test number.',
  invalid_expiry: 'The date does not belong to the card.',
  invalid_cvc: 'The security code does not belong to the card.',
  lost_card: 'Reported lost. Do not tell the customer so; offer another way to pay.',
  stolen_card: 'Reported stolen. Do not tell the customer so; offer another way to pay.',
  card_velocity_exceeded: 'Too many payments in a short time. Later it may work again.',
  issuer_declined: 'The issuer said no.',
  not_permitted: 'The card is not made for this kind of payment.',
  cardholder_limit: 'Above a limit of the cardholder. A smaller amount or another card may work.',
  suspect_fraud: 'The issuer suspects fraud. Do not tell the customer so.',
  fraud_filter: 'A fraud filter stopped the payment. Do not tell the customer so.',
  invalid_amount: 'The amount is not accepted for this card.',
  invalid_currency: 'The currency is not accepted for this card.',
  authentication_failed: 'The customer did not pass the confirmation at the bank.',
  canceled_by_customer: 'The customer chose to leave the page without paying.',
  processing_error: 'The attempt certainly did not happen: nothing was charged. Start a new payment.',
}
