/** What each decline code means for the merchant. The page has shown the customer a gentler message. */
import type { DeclineCode } from '../core/decline.ts'

export const declineGuide: Readonly<Record<DeclineCode, string>> = {
  generic_decline: 'The issuer gave no specific reason. Another card may work.',
  do_not_honor: 'The issuer did not say why. The customer can ask the bank or use another card.',
  insufficient_funds: 'The account does not cover the amount.',
  expired_card: 'The card has expired.',
  invalid_number: 'The card number is not valid. In live mode, test card numbers also fail with this code.',
  invalid_expiry: 'The expiry date does not match the card.',
  invalid_cvc: 'The security code does not match the card.',
  lost_card: 'The card was reported lost. Do not tell the customer. Offer another way to pay.',
  stolen_card: 'The card was reported stolen. Do not tell the customer. Offer another way to pay.',
  card_velocity_exceeded: 'The card was used too often in a short time. It may work again later.',
  issuer_declined: 'The issuer declined the payment.',
  not_permitted: 'The card does not support this kind of payment.',
  cardholder_limit:
    'The payment exceeds a limit of the cardholder. A smaller amount or another card may work.',
  suspect_fraud: 'The issuer suspects fraud. Do not tell the customer.',
  fraud_filter: 'A fraud filter blocked the payment. Do not tell the customer.',
  invalid_amount: 'The amount is not accepted for this card.',
  invalid_currency: 'The currency is not accepted for this card.',
  authentication_failed: 'The customer did not pass the bank’s confirmation (3-D Secure).',
  canceled_by_customer: 'The customer left the page without paying.',
  processing_error: 'The attempt did not take place, and nothing was charged. Create a new payment.',
}
