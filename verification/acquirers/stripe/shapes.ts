/** What Stripe responds with. The types are the SDK's, so a field that is missing or misspelled does not compile. */
import type { Stripe } from 'stripe'
import type { ChargeRecord, IntentRecord, PaymentMethodRecord, Records, RefundRecord } from './records.ts'

export type Shaping = Readonly<{ records: Records; livemode: boolean; url: string }>

export function intentShape(intent: IntentRecord, shaping: Shaping, expanded = false): Stripe.PaymentIntent {
  const { id, amount, status, charge } = intent
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: ['card'],
    amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: status === 'succeeded' ? amount : 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: intent.canceledAt,
    cancellation_reason: status === 'canceled' ? 'abandoned' : null,
    capture_method: 'automatic',
    client_secret: clientSecret(intent),
    confirmation_method: intent.confirmationMethod,
    created: intent.created,
    currency: intent.currency,
    customer: null,
    customer_account: null,
    description: null,
    excluded_payment_method_types: null,
    last_payment_error: intent.error as Stripe.PaymentIntent.LastPaymentError | null,
    latest_charge: charge === null ? null : expanded ? chargeShape(charge, intent, shaping) : charge.id,
    livemode: shaping.livemode,
    managed_payments: null,
    metadata: { ...intent.metadata },
    next_action: status === 'requires_action' ? nextAction(intent, shaping) : null,
    on_behalf_of: null,
    payment_method: status === 'requires_payment_method' ? null : (intent.method?.id ?? null),
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: intent.suffix,
    status,
    transfer_data: null,
    transfer_group: null,
  }
}

export function clientSecret({ id }: IntentRecord): string {
  return `${id}_secret_0123456789abcdefghijklmno`
}

function nextAction({ id, returnUrl }: IntentRecord, { url }: Shaping): Stripe.PaymentIntent.NextAction {
  return {
    type: 'redirect_to_url',
    redirect_to_url: { return_url: returnUrl, url: `${url}/3d_secure_2/hosted?payment_intent=${id}` },
  }
}

function chargeShape(charge: ChargeRecord, intent: IntentRecord, shaping: Shaping): Stripe.Charge {
  const refunded = shaping.records.refunded(intent.id)
  const { isPaid, method } = charge
  return {
    id: charge.id,
    object: 'charge',
    amount: charge.amount,
    amount_captured: isPaid ? charge.amount : 0,
    amount_refunded: refunded,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: null,
    captured: isPaid,
    created: charge.created,
    currency: intent.currency,
    customer: null,
    description: null,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: isPaid ? null : 'card_declined',
    failure_message: null,
    fraud_details: null,
    livemode: shaping.livemode,
    metadata: {},
    on_behalf_of: null,
    outcome: outcomeOf(charge),
    paid: isPaid,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: { type: 'card', card: cardShape(method) },
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: refunded === charge.amount,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: intent.suffix,
    status: isPaid ? 'succeeded' : 'failed',
    transfer_data: null,
    transfer_group: null,
  }
}

function outcomeOf({ isPaid, method }: ChargeRecord): Stripe.Charge.Outcome {
  const isBlocked = method.behavior.isBlocked === true
  const type = isPaid ? 'authorized' : isBlocked ? 'blocked' : 'issuer_declined'
  const networkStatus = isPaid
    ? 'approved_by_network'
    : isBlocked
      ? 'not_sent_to_network'
      : 'declined_by_network'
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: networkStatus,
    reason: null,
    seller_message: null,
    type,
  }
}

/** What the adapter reads, and not the dozens of other fields. */
function cardShape({
  last4,
  behavior,
  network,
}: PaymentMethodRecord): Stripe.Charge.PaymentMethodDetails.Card {
  const card: Partial<Stripe.Charge.PaymentMethodDetails.Card> = {
    brand: 'visa',
    country: behavior.country ?? 'US',
    last4,
    network,
  }
  return card as Stripe.Charge.PaymentMethodDetails.Card
}

export function methodShape(
  { id, last4, behavior }: PaymentMethodRecord,
  created: number,
  livemode: boolean,
): Partial<Stripe.PaymentMethod> {
  const card: Partial<Stripe.PaymentMethod.Card> = { brand: 'visa', country: behavior.country ?? 'US', last4 }
  return {
    id,
    object: 'payment_method',
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    card: card as Stripe.PaymentMethod.Card,
    created,
    customer: null,
    customer_account: null,
    livemode,
    metadata: {},
    type: 'card',
  }
}

export function refundShape(refund: RefundRecord, shaping: Shaping, expanded = false): Stripe.Refund {
  const intent = shaping.records.intents.get(refund.intentId)
  return {
    id: refund.id,
    object: 'refund',
    amount: refund.amount,
    balance_transaction: null,
    charge: intent?.charge?.id ?? null,
    created: refund.created,
    currency: intent?.currency ?? 'usd',
    customer: null,
    customer_account: null,
    ...(refund.status === 'failed' && { failure_reason: 'declined' }),
    metadata: { ...refund.metadata },
    payment_intent: expanded && intent !== undefined ? intentShape(intent, shaping) : refund.intentId,
    payment_method: null,
    reason: null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: refund.status,
    transfer_reversal: null,
  }
}
