/** Requests and responses of the API. Generated from openapi.json by scripts/client-types.ts; do not edit. */

/** Parameters of a session on the hosted page. */
export type CreateHostedPayment = Readonly<{
  /** Amount in minor units, for example 2500 for EUR 25.00. */
  amount: number
  /** Three-letter ISO 4217 code in lowercase. */
  currency: 'eur' | 'usd' | 'gbp'
  /** Where the customer goes after completing or canceling the payment. An absolute `https://` URL without a username or password; with a test key, `http://` is also allowed. */
  redirect_url: string
  customer?: CustomerDetails | null | undefined
  /** A description for your records, shown to the customer on the hosted page. */
  description?: string | null | undefined
  /** Your own data, returned with the payment until it is removed. Keys and values are strings. */
  metadata?: Readonly<Record<string, string | null>> | null | undefined
  /** Stored. The events of this payment are sent to it only if the operator of the gateway has switched that on for you. It is checked when something is sent, and not before. An absolute `https://` URL without a username or password; with a test key, `http://` is also allowed. */
  callback_url?: string | null | undefined
  /** Language of the hosted page, as a language tag such as `de` or `fr-CA`: one of `cs`, `da`, `de`, `et`, `en`, `es`, `fr`, `ga`, `hr`, `it`, `lv`, `lt`, `hu`, `mt`, `nl`, `nb`, `pl`, `pt`, `ro`, `sk`, `sl`, `fi`, `sv`, `tr`, `el`, `bg`, `uk`, `ar`. Any other value is ignored, and the page uses the language of the customer's browser. */
  locale?: string | null | undefined
}>

/** Parameters of a payment with a card that your server handles. */
export type CreateDirectPayment = Readonly<{
  /** Amount in minor units, for example 2500 for EUR 25.00. */
  amount: number
  /** Three-letter ISO 4217 code in lowercase. */
  currency: 'eur' | 'usd' | 'gbp'
  card: CardDetails
  /** Where the customer goes after confirming the payment with the bank (3-D Secure). An absolute `https://` URL without a username or password; with a test key, `http://` is also allowed. */
  return_url?: string | null | undefined
  customer?: CustomerDetails | null | undefined
  /** A description for your records, shown to the customer on the hosted page. */
  description?: string | null | undefined
  /** Your own data, returned with the payment until it is removed. Keys and values are strings. */
  metadata?: Readonly<Record<string, string | null>> | null | undefined
  /** Language of the hosted page, as a language tag such as `de` or `fr-CA`: one of `cs`, `da`, `de`, `et`, `en`, `es`, `fr`, `ga`, `hr`, `it`, `lv`, `lt`, `hu`, `mt`, `nl`, `nb`, `pl`, `pt`, `ro`, `sk`, `sl`, `fi`, `sv`, `tr`, `el`, `bg`, `uk`, `ar`. Any other value is ignored, and the page uses the language of the customer's browser. */
  locale?: string | null | undefined
}>

/** How much to refund, and why. */
export type CreateRefund = Readonly<{
  /** Why the payment is refunded. */
  reason: string
  /** Amount in minor units. Defaults to everything that has not been refunded yet. */
  amount?: number | null | undefined
}>

/** The customer. If it is present, every member is required. */
export type CustomerDetails = Readonly<{
  /** Email address. */
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
  /** Country, as an assigned ISO 3166-1 alpha-2 code in uppercase. */
  country: string
  /** Phone number in international format: `+` followed by 7 to 15 digits. */
  phone: string
}>

/** The card. It is held in memory only while it is being charged, and never stored. */
export type CardDetails = Readonly<{
  /** Card number: 12 to 19 digits, without spaces or dashes. */
  number: string
  /** Expiration month. */
  exp_month: number
  /** Four-digit expiration year. */
  exp_year: number
  /** Security code: 3 or 4 digits, as a string. */
  cvc: string
  /** Name on the card. */
  holder_name: string
}>

/** Where to send events, and which ones. */
export type CreateWebhookEndpoint = Readonly<{
  /** Where events are sent: an `https://` URL with a host name that is reachable from the internet. The local sandbox also accepts `http://` and local addresses. */
  url: string
  /** Which events are sent. Defaults to `["*"]`. */
  events?: ReadonlyArray<
    | '*'
    | 'payment.succeeded'
    | 'payment.failed'
    | 'payment.canceled'
    | 'payment.expired'
    | 'payment.requires_action'
    | 'refund.created'
    | 'refund.succeeded'
    | 'refund.failed'> | null | undefined
  /** A description for your records. */
  description?: string | null | undefined
}>

/** What to change of an endpoint. */
export type UpdateWebhookEndpoint = Readonly<{
  /** Where events are sent: an `https://` URL with a host name that is reachable from the internet. The local sandbox also accepts `http://` and local addresses. */
  url?: string | null | undefined
  /** Which events are sent: a list of types, or `["*"]` for all of them, including later ones. */
  events?: ReadonlyArray<
    | '*'
    | 'payment.succeeded'
    | 'payment.failed'
    | 'payment.canceled'
    | 'payment.expired'
    | 'payment.requires_action'
    | 'refund.created'
    | 'refund.succeeded'
    | 'refund.failed'> | null | undefined
  /** A description for your records. */
  description?: string | null | undefined
}>

/** How long the previous secret also signs. */
export type RollWebhookSecret = Readonly<{
  /** How many seconds the previous secret also signs, up to 7 days. `0` ends it immediately. Defaults to 86400, one day. */
  expires_in?: number | null | undefined
}>

/** From which time on to send events again. */
export type RecoverDeliveries = Readonly<{
  /** Only events created at or after this time, in Unix seconds. */
  since: number
  /** Only events created before this time, in Unix seconds. Defaults to now. */
  until?: number | null | undefined
}>

/** Where to send an event again. */
export type ResendEvent = Readonly<{
  /** ID of the endpoint to send to, even if it is disabled. Defaults to every enabled endpoint that subscribes to the type. A test event is sent only to the endpoint that it is a test of. */
  webhook_endpoint?: string | null | undefined
}>

/** A payment: an amount that is charged to a card once. */
export type Payment = Readonly<{
  /** `pay_` followed by a random UUID. */
  id: string
  /** Always `payment`. */
  object: 'payment'
  /** Amount in minor units, for example 2500 for EUR 25.00. */
  amount: number
  /** Three-letter ISO 4217 code in lowercase. */
  currency: 'eur' | 'usd' | 'gbp'
  /** `pending` and `requires_action` are open. `succeeded`, `failed`, `expired`, and `canceled` are final and never change again. */
  status: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'expired' | 'canceled'
  /** The description from your request, or null after its removal. */
  description: string | null
  /** The card. Null until the customer has entered one. */
  card: Card | null
  /** The customer. For a hosted payment, it is null until the customer has completed the page, even if you sent it. It is null again after personal data was removed from the payment. */
  customer: Customer | null
  /** The metadata from your request, or null after its removal. */
  metadata: Readonly<Record<string, string>> | null
  /** Why it was declined, or null. */
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
  /** The decline code as an English sentence, for you. Customers see a different message. */
  decline_message: string | null
  /** URL of the hosted page. Present in the response that creates the session and null in every other response, so store it. */
  redirect_url: string | null
  /** When the full amount had been refunded, in Unix seconds. */
  refunded_at: number | null
  /** When it succeeded, in Unix seconds. */
  succeeded_at: number | null
  /** When it failed, in Unix seconds. */
  failed_at: number | null
  /** When it was created, in Unix seconds. */
  created: number
  /** False for payments made with a test key. */
  livemode: boolean
  /** Sum of all refunds that have not failed. */
  refunded_amount: number
  /** The reference of the acquirer, in live mode. */
  provider_transaction_id: string | null
  /** Every refund, oldest first. */
  refunds: ReadonlyArray<Refund>
  /** Where to send the customer while the status is `requires_action`; otherwise null. */
  next_action: NextAction | null
}>

/** The part of the card that is stored. In the response that creates a direct payment, only `last4` is known. */
export type Card = Readonly<{
  /** Card brand, if known. */
  brand: 'visa' | 'mastercard' | 'amex' | 'discover' | 'diners' | 'jcb' | 'unionpay' | 'maestro' | null
  /** Last four digits. */
  last4: string
  /** Expiration month, if known. */
  exp_month: number | null
  /** Expiration year, if known. */
  exp_year: number | null
  /** Country of the issuing bank, as an ISO 3166-1 alpha-2 code, if known. */
  country: string | null
}>

/** The customer. */
export type Customer = Readonly<{
  /** Email address. */
  email: string
  /** First name, a space, and last name. */
  name: string
}>

/** A full or partial refund of a payment. */
export type Refund = Readonly<{
  /** A ULID in lowercase. */
  id: string
  /** Refunded amount in minor units. */
  amount: number
  /** Three-letter ISO 4217 code in lowercase. */
  currency: 'eur' | 'usd' | 'gbp'
  /** The reason from your request. */
  reason: string
  /** `pending` at first, then `succeeded` or `failed` once the acquirer has decided. */
  status: 'pending' | 'succeeded' | 'failed'
  /** Why it was declined, or null. */
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
  /** The decline code as an English sentence, for you. Customers see a different message. */
  decline_message: string | null
  /** When it was requested, in Unix seconds. */
  created_at: number
  /** When it last changed, in Unix seconds. */
  updated_at: number
  /** When it succeeded or failed, in Unix seconds. Null until then. */
  completed_at: number | null
  /** The reference of the acquirer, in live mode. */
  provider_refund_id: string | null
}>

/** What the customer must do before the payment can continue. */
export type NextAction = Readonly<{
  /** The page that takes the customer to the bank and back. Open it in the whole window. */
  redirect_url: string
}>

/** A page of payments. */
export type PaymentList = Readonly<{
  /** Always `list`. */
  object: 'list'
  /** Payments, newest first. */
  data: ReadonlyArray<Payment>
  /** Whether there are more payments in this direction. */
  has_more: boolean
  /** The path of the list. */
  url: '/v1/payments'
}>

/** Something that happened. `type` says what happened and which members `data` has. More types may be added. The content never changes, except that personal data can be removed. */
export type Event =
  | PaymentSucceededEvent
  | PaymentFailedEvent
  | PaymentCanceledEvent
  | PaymentExpiredEvent
  | PaymentRequiresActionEvent
  | RefundCreatedEvent
  | RefundSucceededEvent
  | RefundFailedEvent
  | WebhookEndpointTestEvent

/** A payment was paid. */
export type PaymentSucceededEvent = Readonly<{
  /** `evt_` followed by a ULID in lowercase, which begins with the time. The same in every attempt to deliver the event. */
  id: string
  /** Always `event`. */
  object: 'event'
  /** Always `payment.succeeded`. */
  type: 'payment.succeeded'
  /** When it happened, in Unix seconds. */
  created_at: number
  /** False for payments made with a test key. */
  livemode: boolean
  data: PaymentEventData
}>

/** A card was declined, or the customer left the page without paying. */
export type PaymentFailedEvent = Readonly<{
  /** `evt_` followed by a ULID in lowercase, which begins with the time. The same in every attempt to deliver the event. */
  id: string
  /** Always `event`. */
  object: 'event'
  /** Always `payment.failed`. */
  type: 'payment.failed'
  /** When it happened, in Unix seconds. */
  created_at: number
  /** False for payments made with a test key. */
  livemode: boolean
  data: PaymentEventData
}>

/** An open payment was canceled by your server. */
export type PaymentCanceledEvent = Readonly<{
  /** `evt_` followed by a ULID in lowercase, which begins with the time. The same in every attempt to deliver the event. */
  id: string
  /** Always `event`. */
  object: 'event'
  /** Always `payment.canceled`. */
  type: 'payment.canceled'
  /** When it happened, in Unix seconds. */
  created_at: number
  /** False for payments made with a test key. */
  livemode: boolean
  data: PaymentEventData
}>

/** A session was not completed in time. */
export type PaymentExpiredEvent = Readonly<{
  /** `evt_` followed by a ULID in lowercase, which begins with the time. The same in every attempt to deliver the event. */
  id: string
  /** Always `event`. */
  object: 'event'
  /** Always `payment.expired`. */
  type: 'payment.expired'
  /** When it happened, in Unix seconds. */
  created_at: number
  /** False for payments made with a test key. */
  livemode: boolean
  data: PaymentEventData
}>

/** The bank asks the customer to confirm the payment. You only need to act on a direct payment: send its customer to `next_action.redirect_url`. */
export type PaymentRequiresActionEvent = Readonly<{
  /** `evt_` followed by a ULID in lowercase, which begins with the time. The same in every attempt to deliver the event. */
  id: string
  /** Always `event`. */
  object: 'event'
  /** Always `payment.requires_action`. */
  type: 'payment.requires_action'
  /** When it happened, in Unix seconds. */
  created_at: number
  /** False for payments made with a test key. */
  livemode: boolean
  data: PaymentEventData
}>

/** A refund was requested. Its outcome is not known yet. */
export type RefundCreatedEvent = Readonly<{
  /** `evt_` followed by a ULID in lowercase, which begins with the time. The same in every attempt to deliver the event. */
  id: string
  /** Always `event`. */
  object: 'event'
  /** Always `refund.created`. */
  type: 'refund.created'
  /** When it happened, in Unix seconds. */
  created_at: number
  /** False for payments made with a test key. */
  livemode: boolean
  data: RefundEventData
}>

/** The money is on its way back to the customer. */
export type RefundSucceededEvent = Readonly<{
  /** `evt_` followed by a ULID in lowercase, which begins with the time. The same in every attempt to deliver the event. */
  id: string
  /** Always `event`. */
  object: 'event'
  /** Always `refund.succeeded`. */
  type: 'refund.succeeded'
  /** When it happened, in Unix seconds. */
  created_at: number
  /** False for payments made with a test key. */
  livemode: boolean
  data: RefundEventData
}>

/** The acquirer refused the refund. The amount can be refunded again. */
export type RefundFailedEvent = Readonly<{
  /** `evt_` followed by a ULID in lowercase, which begins with the time. The same in every attempt to deliver the event. */
  id: string
  /** Always `event`. */
  object: 'event'
  /** Always `refund.failed`. */
  type: 'refund.failed'
  /** When it happened, in Unix seconds. */
  created_at: number
  /** False for payments made with a test key. */
  livemode: boolean
  data: RefundEventData
}>

/** You requested a test of an endpoint. The event is sent to this endpoint only, and endpoints cannot subscribe to it. */
export type WebhookEndpointTestEvent = Readonly<{
  /** `evt_` followed by a ULID in lowercase, which begins with the time. The same in every attempt to deliver the event. */
  id: string
  /** Always `event`. */
  object: 'event'
  /** Always `webhook_endpoint.test`. */
  type: 'webhook_endpoint.test'
  /** When it happened, in Unix seconds. */
  created_at: number
  /** False for payments made with a test key. */
  livemode: boolean
  data: TestEventData
}>

/** The payment as it was when this happened, exactly as `GET /v1/payments/{id}` would have returned it. */
export type PaymentEventData = Readonly<{
  payment: Payment
  /** Only present if the event would have been larger than 64 KiB: the metadata is then null here, and complete when you retrieve the payment. */
  truncated?: ReadonlyArray<'payment.metadata'> | undefined
}>

/** The refund, and its payment as it was when this happened, exactly as `GET /v1/payments/{id}` would have returned it. */
export type RefundEventData = Readonly<{
  refund: EventRefund
  payment: Payment
  /** Only present if the event would have been larger than 64 KiB: the metadata is then null here, and complete when you retrieve the payment. */
  truncated?: ReadonlyArray<'payment.metadata'> | undefined
}>

/** The endpoint that is tested. */
export type TestEventData = Readonly<{
  /** ID of the endpoint. */
  webhook_endpoint: string
}>

/** The refund that an event is about. */
export type EventRefund = Readonly<{
  /** A ULID in lowercase. */
  id: string
  /** ID of the payment. */
  payment_id: string
  /** Refunded amount in minor units. */
  amount: number
  /** Three-letter ISO 4217 code in lowercase. */
  currency: 'eur' | 'usd' | 'gbp'
  /** The reason from your request. */
  reason: string
  /** `pending` at first, then `succeeded` or `failed` once the acquirer has decided. */
  status: 'pending' | 'succeeded' | 'failed'
  /** Why it was declined, or null. */
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
  /** The decline code as an English sentence, for you. Customers see a different message. */
  decline_message: string | null
  /** When it was requested, in Unix seconds. */
  created_at: number
  /** When it last changed, in Unix seconds. */
  updated_at: number
  /** When it succeeded or failed, in Unix seconds. Null until then. */
  completed_at: number | null
  /** The reference of the acquirer, in live mode. */
  provider_refund_id: string | null
}>

/** A page of events. */
export type EventList = Readonly<{
  /** Always `list`. */
  object: 'list'
  /** Events, newest first. */
  data: ReadonlyArray<Event>
  /** Whether there are more events in this direction. */
  has_more: boolean
  /** The path of the list. */
  url: '/v1/events'
}>

/** A URL of yours to which events are sent. */
export type WebhookEndpoint = Readonly<{
  /** `we_` followed by a ULID in lowercase. */
  id: string
  /** Always `webhook_endpoint`. */
  object: 'webhook_endpoint'
  /** Where events are sent. Null for the endpoint that sends each event to the `callback_url` of its payment. */
  url: string | null
  /** The types that are sent, or `["*"]` for all of them. */
  events: ReadonlyArray<
    | '*'
    | 'payment.succeeded'
    | 'payment.failed'
    | 'payment.canceled'
    | 'payment.expired'
    | 'payment.requires_action'
    | 'refund.created'
    | 'refund.succeeded'
    | 'refund.failed'>
  /** The description from your request. */
  description: string | null
  /** Nothing is sent to a disabled endpoint. Its events are kept and can be recovered. */
  status: 'enabled' | 'disabled'
  /** `requested`: you disabled it. `gone`: it responded with 410. `failing`: nothing has succeeded for five days. */
  disabled_reason: 'requested' | 'gone' | 'failing' | null
  /** The signing secret. Present only in the response that creates or replaces it, and null in every other response, so store it. */
  secret: string | null
  /** When the previous secret stops signing, in Unix seconds. Null if there is only one secret. */
  previous_secret_expires_at: number | null
  /** When it began to fail, in Unix seconds. Null if it works. */
  failing_since: number | null
  /** When it last succeeded, to the minute, in Unix seconds. */
  last_success_at: number | null
  /** When it was created, in Unix seconds. */
  created: number
  /** False for everything that was created with a test key. */
  livemode: boolean
}>

/** An endpoint that was deleted. */
export type DeletedWebhookEndpoint = Readonly<{
  /** `we_` followed by a ULID in lowercase. */
  id: string
  /** Always `webhook_endpoint`. */
  object: 'webhook_endpoint'
  /** Always true. */
  deleted: true
}>

/** A page of endpoints. */
export type WebhookEndpointList = Readonly<{
  /** Always `list`. */
  object: 'list'
  /** The endpoints, newest first. */
  data: ReadonlyArray<WebhookEndpoint>
  /** Whether there are more endpoints in this direction. */
  has_more: boolean
  /** The path of the list. */
  url: string
}>

/** An event on its way to an endpoint. */
export type WebhookDelivery = Readonly<{
  /** ID of the event. */
  event: string
  /** Always `webhook_delivery`. */
  object: 'webhook_delivery'
  /** ID of the endpoint. */
  webhook_endpoint: string
  /** Type of the event. */
  type:
    | 'payment.succeeded'
    | 'payment.failed'
    | 'payment.canceled'
    | 'payment.expired'
    | 'payment.requires_action'
    | 'refund.created'
    | 'refund.succeeded'
    | 'refund.failed'
    | 'webhook_endpoint.test'
  /** ID of the payment. Null for a test. */
  payment: string | null
  /** `pending`: it will be sent, or sent again. `failed`: every attempt has failed. `skipped`: the endpoint was disabled, or nothing may be sent to the `callback_url` of the payment. */
  status: 'pending' | 'succeeded' | 'failed' | 'skipped'
  /** How many attempts have been started. */
  attempt_count: number
  /** When it will be sent next, in Unix seconds. Null if it will not be sent. */
  next_attempt_at: number | null
  /** The status of the response, if there was one. */
  last_status_code: number | null
  /** Why it was not successful. `status`: the response had a status other than 2xx. */
  last_error:
    | 'timed_out'
    | 'connection_refused'
    | 'connection_reset'
    | 'name_not_resolved'
    | 'address_not_public'
    | 'tls_failed'
    | 'redirected'
    | 'answer_too_large'
    | 'status'
    | null
  /** When the event happened, in Unix seconds. */
  created: number
  /** When it succeeded, failed, or was skipped, in Unix seconds. */
  completed_at: number | null
  /** False for everything that was created with a test key. */
  livemode: boolean
}>

/** An event on its way to an endpoint, with every attempt. */
export type FullWebhookDelivery = Readonly<{
  /** ID of the event. */
  event: string
  /** Always `webhook_delivery`. */
  object: 'webhook_delivery'
  /** ID of the endpoint. */
  webhook_endpoint: string
  /** Type of the event. */
  type:
    | 'payment.succeeded'
    | 'payment.failed'
    | 'payment.canceled'
    | 'payment.expired'
    | 'payment.requires_action'
    | 'refund.created'
    | 'refund.succeeded'
    | 'refund.failed'
    | 'webhook_endpoint.test'
  /** ID of the payment. Null for a test. */
  payment: string | null
  /** `pending`: it will be sent, or sent again. `failed`: every attempt has failed. `skipped`: the endpoint was disabled, or nothing may be sent to the `callback_url` of the payment. */
  status: 'pending' | 'succeeded' | 'failed' | 'skipped'
  /** How many attempts have been started. */
  attempt_count: number
  /** When it will be sent next, in Unix seconds. Null if it will not be sent. */
  next_attempt_at: number | null
  /** The status of the response, if there was one. */
  last_status_code: number | null
  /** Why it was not successful. `status`: the response had a status other than 2xx. */
  last_error:
    | 'timed_out'
    | 'connection_refused'
    | 'connection_reset'
    | 'name_not_resolved'
    | 'address_not_public'
    | 'tls_failed'
    | 'redirected'
    | 'answer_too_large'
    | 'status'
    | null
  /** When the event happened, in Unix seconds. */
  created: number
  /** When it succeeded, failed, or was skipped, in Unix seconds. */
  completed_at: number | null
  /** False for everything that was created with a test key. */
  livemode: boolean
  /** Every attempt, oldest first. */
  attempts: ReadonlyArray<WebhookAttempt>
}>

/** An attempt to deliver an event. */
export type WebhookAttempt = Readonly<{
  /** Counts the attempts, from 1. */
  number: number
  /** Why it was made: on schedule, or because of a request. */
  trigger: 'schedule' | 'resend' | 'recover' | 'test'
  /** When it began, in Unix seconds. */
  at: number
  /** How long it took, in milliseconds. */
  duration_ms: number
  /** The status of the response, if there was one. */
  status_code: number | null
  /** Why it was not successful. `status`: the response had a status other than 2xx. */
  error:
    | 'timed_out'
    | 'connection_refused'
    | 'connection_reset'
    | 'name_not_resolved'
    | 'address_not_public'
    | 'tls_failed'
    | 'redirected'
    | 'answer_too_large'
    | 'status'
    | null
  /** The beginning of the response, if it may be shown. */
  excerpt: string | null
}>

/** A page of deliveries. */
export type WebhookDeliveryList = Readonly<{
  /** Always `list`. */
  object: 'list'
  /** The deliveries, newest first. */
  data: ReadonlyArray<WebhookDelivery>
  /** Whether there are more deliveries in this direction. */
  has_more: boolean
  /** The path of the list. */
  url: string
}>

/** What was recovered. */
export type WebhookRecovery = Readonly<{
  /** Always `webhook_recovery`. */
  object: 'webhook_recovery'
  /** How many deliveries will be sent again. */
  recovered: number
  /** Whether there are more. If so, send the same request again. */
  has_more: boolean
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
  /** What exactly went wrong. */
  code:
    | 'parameter_missing'
    | 'parameter_invalid'
    | 'invalid_api_key'
    | 'permission_denied'
    | 'resource_missing'
    | 'method_not_allowed'
    | 'idempotency_key_in_use'
    | 'webhook_secret_rolling'
    | 'body_too_large'
    | 'unsupported_media_type'
    | 'payment_not_refundable'
    | 'payment_already_refunded'
    | 'refund_amount_too_large'
    | 'refund_window_closed'
    | 'payment_not_cancelable'
    | 'refund_limit_reached'
    | 'webhook_endpoint_limit_reached'
    | 'rate_limit_exceeded'
    | 'internal_error'
    | 'service_unavailable'
  /** A sentence for developers. Do not parse it; the wording may change. */
  message: string
  /** The field (in dot notation), query parameter, or header that caused the error. */
  param: string | null
  /** Always null: a declined card is not an HTTP error. */
  decline_code: null
  /** Where the documentation explains the code. */
  doc_url: string
  /** The same value as in the `Flowlix-Request-Id` header. */
  request_id: string
}>

/** The body of every response that is not 2xx. */
export type Error = Readonly<{
  error: ErrorDetail
}>

/** Query parameters of `listPayments`. */
export type ListPaymentsQuery = Readonly<{
  /** Number of payments per page. */
  limit?: number | undefined
  /** ID of the last payment on the previous page. The page starts with the next older payment. */
  starting_after?: string | undefined
  /** ID of the first payment on the next page. The page ends with the next newer payment. Cannot be combined with `starting_after`. */
  ending_before?: string | undefined
  /** Only payments with this status. */
  status?: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'expired' | 'canceled' | undefined
  /** Only payments created at or after this time, in Unix seconds. */
  'created[gte]'?: number | undefined
  /** Only payments created before this time, in Unix seconds. */
  'created[lt]'?: number | undefined
}>

/** Query parameters of `listEvents`. */
export type ListEventsQuery = Readonly<{
  /** Number of events per page. */
  limit?: number | undefined
  /** ID of the last event on the previous page. The page starts with the next older event. */
  starting_after?: string | undefined
  /** ID of the first event on the next page. The page ends with the next newer event. Cannot be combined with `starting_after`. */
  ending_before?: string | undefined
  /** Only events of this type. */
  type?:
    | 'payment.succeeded'
    | 'payment.failed'
    | 'payment.canceled'
    | 'payment.expired'
    | 'payment.requires_action'
    | 'refund.created'
    | 'refund.succeeded'
    | 'refund.failed'
    | 'webhook_endpoint.test'
    | undefined
  /** Only events of the payment with this ID. */
  payment?: string | undefined
  /** Only events created at or after this time, in Unix seconds. */
  'created[gte]'?: number | undefined
  /** Only events created before this time, in Unix seconds. */
  'created[lt]'?: number | undefined
}>

/** Query parameters of `listWebhookEndpoints`. */
export type ListWebhookEndpointsQuery = Readonly<{
  /** Number of endpoints per page. */
  limit?: number | undefined
  /** ID of the last endpoint on the previous page. The page starts with the next older endpoint. */
  starting_after?: string | undefined
  /** ID of the first endpoint on the next page. The page ends with the next newer endpoint. Cannot be combined with `starting_after`. */
  ending_before?: string | undefined
}>

/** Query parameters of `listDeliveries`. */
export type ListDeliveriesQuery = Readonly<{
  /** Number of events per page. */
  limit?: number | undefined
  /** ID of the last event on the previous page. The page starts with the next older event. */
  starting_after?: string | undefined
  /** ID of the first event on the next page. The page ends with the next newer event. Cannot be combined with `starting_after`. */
  ending_before?: string | undefined
  /** Only deliveries with this status. */
  status?: 'pending' | 'succeeded' | 'failed' | 'skipped' | undefined
  /** Only events of this type. */
  type?:
    | 'payment.succeeded'
    | 'payment.failed'
    | 'payment.canceled'
    | 'payment.expired'
    | 'payment.requires_action'
    | 'refund.created'
    | 'refund.succeeded'
    | 'refund.failed'
    | 'webhook_endpoint.test'
    | undefined
  /** Only events created at or after this time, in Unix seconds. */
  'created[gte]'?: number | undefined
  /** Only events created before this time, in Unix seconds. */
  'created[lt]'?: number | undefined
}>
