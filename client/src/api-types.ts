/** What goes to the API and comes back. Made from openapi.json by scripts/client-types.ts; not edited. */

/** What a session on the hosted page is made of. */
export type CreateHostedPayment = Readonly<{
  /** Amount in minor units: 2500 is EUR 25.00. */
  amount: number
  /** Three-letter ISO 4217 code in lower case. */
  currency: 'eur' | 'usd' | 'gbp'
  /** Where the customer goes after completing or abandoning the payment. An absolute `https://` URL without user name or password; with a test key `http://` is allowed, too. */
  redirect_url: string
  customer?: CustomerDetails | null | undefined
  /** Free text for your records, shown to the customer on the hosted page. */
  description?: string | null | undefined
  /** Your own data, echoed in every response. Keys and values are strings. */
  metadata?: Readonly<Record<string, string | null>> | null | undefined
  /** Reserved: kept, never called. An absolute `https://` URL without user name or password; with a test key `http://` is allowed, too. */
  callback_url?: string | null | undefined
  /** Language of the hosted page, such as `de` or `fr-CA`. The page is in English today, so the value is accepted and has no effect. */
  locale?: string | null | undefined
}>

/** What a payment with a card that your server has is made of. */
export type CreateDirectPayment = Readonly<{
  /** Amount in minor units: 2500 is EUR 25.00. */
  amount: number
  /** Three-letter ISO 4217 code in lower case. */
  currency: 'eur' | 'usd' | 'gbp'
  card: CardDetails
  /** Where the customer goes after a challenge of the bank. An absolute `https://` URL without user name or password; with a test key `http://` is allowed, too. */
  return_url?: string | null | undefined
  customer?: CustomerDetails | null | undefined
  /** Free text for your records, shown to the customer on the hosted page. */
  description?: string | null | undefined
  /** Your own data, echoed in every response. Keys and values are strings. */
  metadata?: Readonly<Record<string, string | null>> | null | undefined
}>

/** How much to pay back, and why. */
export type CreateRefund = Readonly<{
  /** Why the payment is refunded. */
  reason: string
  /** Amount in minor units; all that remains when it is not given. */
  amount?: number | null | undefined
}>

/** The customer. If given, every member is required. */
export type CustomerDetails = Readonly<{
  /** E-mail address. */
  email: string
  /** Given name. */
  first_name: string
  /** Family name. */
  last_name: string
  /** Street address. */
  address: string
  /** City. */
  city: string
  /** Postal code. */
  zip: string
  /** Country, as an assigned ISO 3166-1 alpha-2 code in upper case. */
  country: string
  /** Phone number in international format: `+` and 7 to 15 digits. */
  phone: string
}>

/** The card. It is kept in memory only, while the payment is attempted. */
export type CardDetails = Readonly<{
  /** Card number: 12 to 19 digits, nothing else. */
  number: string
  /** Month of expiry. */
  exp_month: number
  /** Year of expiry, four digits. */
  exp_year: number
  /** Security code: 3 or 4 digits, as a string. */
  cvc: string
  /** Name on the card. */
  holder_name: string
}>

/** One payment: one attempt to take an amount of money from a card. */
export type Payment = Readonly<{
  /** `pay_` and a random UUID. */
  id: string
  /** Always `payment`. */
  object: 'payment'
  /** Amount in minor units: 2500 is EUR 25.00. */
  amount: number
  /** Currency, ISO 4217 in lower case. */
  currency: 'eur' | 'usd' | 'gbp'
  /** `pending` and `requires_action` are open. `succeeded`, `failed`, `expired` and `canceled` are final and never change again. */
  status: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'expired' | 'canceled'
  /** Your text, as you gave it. */
  description: string | null
  /** The card; null until the customer has entered one. */
  card: Card | null
  /** Who paid. On the hosted page it is null until the customer has completed the page, even when you sent it. */
  customer: Customer | null
  /** Your own data, as you gave it. */
  metadata: Readonly<Record<string, string>> | null
  /** Why it was declined; null when it was not. */
  decline_code:
    | 'generic_decline'
    | 'do_not_honor'
    | 'insufficient_funds'
    | 'expired_card'
    | 'invalid_number'
    | 'invalid_expiry'
    | 'invalid_cvc'
    | 'lost_card'
    | 'stolen_card'
    | 'card_velocity_exceeded'
    | 'issuer_declined'
    | 'not_permitted'
    | 'cardholder_limit'
    | 'suspect_fraud'
    | 'fraud_filter'
    | 'invalid_amount'
    | 'invalid_currency'
    | 'authentication_failed'
    | 'canceled_by_customer'
    | 'processing_error'
    | null
  /** The decline code as one English sentence, for you; customers are shown another text. */
  decline_message: string | null
  /** The hosted page for your customer, in the answer that creates the session; null in every other one, so store it. */
  redirect_url: string | null
  /** When succeeded refunds reached the whole amount, Unix seconds. */
  refunded_at: number | null
  /** When it succeeded, Unix seconds. */
  succeeded_at: number | null
  /** When it failed, Unix seconds. */
  failed_at: number | null
  /** When it was created, Unix seconds. */
  created: number
  /** False for payments of a test key. */
  livemode: boolean
  /** Sum of all refunds except failed ones. */
  refunded_amount: number
  /** The acquirer's own reference, in live mode. */
  provider_transaction_id: string | null
  /** Every refund, oldest first. */
  refunds: ReadonlyArray<Refund>
  /** Where to send the customer while the status is `requires_action`; null otherwise. */
  next_action: NextAction | null
}>

/** The part of a card that is kept. A direct payment answers with `last4` alone first. */
export type Card = Readonly<{
  /** Card brand, where known. */
  brand: 'visa' | 'mastercard' | 'amex' | 'discover' | 'diners' | 'jcb' | 'unionpay' | 'maestro' | null
  /** Last four digits. */
  last4: string
  /** Month of expiry, where known. */
  exp_month: number | null
  /** Year of expiry, where known. */
  exp_year: number | null
  /** Country of issue, ISO 3166-1 alpha-2, where known. */
  country: string | null
}>

/** Who paid. */
export type Customer = Readonly<{
  /** E-mail address. */
  email: string
  /** First name, a space, last name. */
  name: string
}>

/** Money on its way back, all or a part of a payment. */
export type Refund = Readonly<{
  /** ULID in lower case. */
  id: string
  /** Amount paid back, in minor units. */
  amount: number
  /** Currency, ISO 4217 in lower case. */
  currency: 'eur' | 'usd' | 'gbp'
  /** Your reason, as you gave it. */
  reason: string
  /** `pending` first; `succeeded` or `failed` once the acquirer has decided. */
  status: 'pending' | 'succeeded' | 'failed'
  /** Why it was declined; null when it was not. */
  decline_code:
    | 'generic_decline'
    | 'do_not_honor'
    | 'insufficient_funds'
    | 'expired_card'
    | 'invalid_number'
    | 'invalid_expiry'
    | 'invalid_cvc'
    | 'lost_card'
    | 'stolen_card'
    | 'card_velocity_exceeded'
    | 'issuer_declined'
    | 'not_permitted'
    | 'cardholder_limit'
    | 'suspect_fraud'
    | 'fraud_filter'
    | 'invalid_amount'
    | 'invalid_currency'
    | 'authentication_failed'
    | 'canceled_by_customer'
    | 'processing_error'
    | null
  /** The decline code as one English sentence, for you; customers are shown another text. */
  decline_message: string | null
  /** When it was asked for, Unix seconds. */
  created_at: number
  /** When it last changed, Unix seconds. */
  updated_at: number
  /** When it succeeded or failed, Unix seconds; null before. */
  completed_at: number | null
  /** The acquirer's own reference, in live mode. */
  provider_refund_id: string | null
}>

/** What the customer has to do before the payment can go on. */
export type NextAction = Readonly<{
  /** Where the customer confirms the payment with the bank. */
  redirect_url: string
}>

/** One page of payments. */
export type PaymentList = Readonly<{
  /** Always `list`. */
  object: 'list'
  /** Payments, newest first. */
  data: ReadonlyArray<Payment>
  /** Whether there are more in this direction. */
  has_more: boolean
  /** The path of the list. */
  url: '/v1/payments'
}>

/** What went wrong. */
export type ErrorDetail = Readonly<{
  /** The kind of error. */
  type:
    | 'invalid_request_error'
    | 'authentication_error'
    | 'idempotency_error'
    | 'rate_limit_error'
    | 'api_error'
  /** What exactly is wrong. */
  code:
    | 'parameter_missing'
    | 'parameter_invalid'
    | 'invalid_api_key'
    | 'permission_denied'
    | 'resource_missing'
    | 'method_not_allowed'
    | 'idempotency_key_in_use'
    | 'body_too_large'
    | 'unsupported_media_type'
    | 'payment_not_refundable'
    | 'payment_already_refunded'
    | 'refund_amount_too_large'
    | 'refund_window_closed'
    | 'payment_not_cancelable'
    | 'refund_limit_reached'
    | 'rate_limit_exceeded'
    | 'internal_error'
    | 'service_unavailable'
  /** One sentence for developers. Do not compare it; it may be worded better one day. */
  message: string
  /** The field, with dots, the query parameter or the header at fault. */
  param: string | null
  /** Always null: a declined card is no HTTP error. */
  decline_code: null
  /** Where this documentation explains the code. */
  doc_url: string
  /** The same as in the Flowlix-Request-Id header. */
  request_id: string
}>

/** The body of every answer that is not 2xx. */
export type Error = Readonly<{
  error: ErrorDetail
}>

/** Which payments to list. */
export type ListPaymentsQuery = Readonly<{
  /** How many payments a page has. */
  limit?: number | undefined
  /** ID of the last payment you have; the page begins with the next older one. */
  starting_after?: string | undefined
  /** ID of the first payment you have; the page holds those that are newer. Cannot be combined with `starting_after`. */
  ending_before?: string | undefined
  /** Payments with this status. */
  status?: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'expired' | 'canceled' | undefined
  /** Created at or after this time, in Unix seconds. */
  'created[gte]'?: number | undefined
  /** Created before this time, in Unix seconds. */
  'created[lt]'?: number | undefined
}>
