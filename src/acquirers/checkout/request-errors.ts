/** The errors for which Checkout.com refuses a request (status 422) before it does anything, by their documented codes. */
import type { DeclineCode } from '../../core/decline.ts'
import { entryOf } from './bodies.ts'

/** About the card, the amount, or the currency. */
const cardErrors: Readonly<Record<string, DeclineCode>> = {
  amount_invalid: 'invalid_amount',
  amount_limit_exceeded: 'invalid_amount',
  card_disabled: 'issuer_declined',
  card_expired: 'expired_card',
  card_expiry_month_invalid: 'invalid_expiry',
  card_expiry_month_required: 'invalid_expiry',
  card_expiry_year_invalid: 'invalid_expiry',
  card_expiry_year_required: 'invalid_expiry',
  card_not_found: 'invalid_number',
  card_number_invalid: 'invalid_number',
  card_number_required: 'invalid_number',
  currency_invalid: 'invalid_currency',
  cvv_invalid: 'invalid_cvc',
  cvv_required: 'invalid_cvc',
  expiry_date_format_invalid: 'invalid_expiry',
  expiry_month_invalid: 'invalid_expiry',
  expiry_year_invalid: 'invalid_expiry',
}

/** About the account, or about a field that is not valid. Whoever operates the gateway has to look. */
const otherErrors = new Set([
  '3ds_not_configured',
  'address_invalid',
  'business_invalid',
  'business_settings_missing',
  'channel_details_invalid',
  'channel_url_missing',
  'city_invalid',
  'country_address_invalid',
  'country_invalid',
  'currency_required',
  'customer_email_invalid',
  'email_invalid',
  'email_required',
  'fail_url_invalid',
  'ip_address_invalid',
  'metadata_key_invalid',
  'no_authorization_enabled_processors_available',
  'payment_type_invalid',
  'processing_channel_id_invalid',
  'processing_channel_id_required',
  'reference_invalid',
  'request_json_invalid',
  'source_token_required',
  'source_token_type_invalid',
  'source_token_type_required',
  'source_type_required',
  'success_url_invalid',
  'success_url_required',
  'zip_invalid',
])

/** Of a card that was refused. Null where none of the errors is about the card. */
export function cardDecline(errorCodes: readonly string[]): DeclineCode | null {
  return errorCodes.map((code) => entryOf(cardErrors, code)).find((code) => code !== null) ?? null
}

/** `isAboutUs`: another card would be refused as well. */
type PaymentDecline = Readonly<{ declineCode: DeclineCode; isAboutUs: boolean }>

/** Of a payment that was refused. Null unless each error says that nothing was done: a used token, for example, does not. */
export function paymentDecline(errorCodes: readonly string[]): PaymentDecline | null {
  const isAboutUs = errorCodes.some((code) => otherErrors.has(code))
  const isCertain =
    errorCodes.length > 0 &&
    errorCodes.every((code) => otherErrors.has(code) || Object.hasOwn(cardErrors, code))
  return isCertain ? { declineCode: cardDecline(errorCodes) ?? 'processing_error', isAboutUs } : null
}
