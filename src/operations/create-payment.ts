/** Creating payments: a hosted session, or a direct payment whose attempt starts in the same commit. */

import type { Currency } from '../core/money.ts'
import { create } from '../core/payment/apply.ts'
import type { PaymentCreated } from '../core/payment/events.ts'
import { extensionsFor } from '../core/payment/extension.ts'
import type { Mode, Payment, PaymentTerms, SuppliedCustomer } from '../core/payment/payment.ts'
import { newPaymentId } from '../core/payment/payment-id.ts'
import { chooseAcquirer } from './acquirer/acquirers.ts'
import type { Gateway } from './gateway.ts'
import type { Respond } from './respond.ts'

export type PaymentRequest = Readonly<{
  merchantId: string
  mode: Mode
  amountMinor: number
  currency: Currency
  locale: string | null
  description: string | null
  metadata: Readonly<Record<string, string>> | null
  returnUrl: string | null
  callbackUrl: string | null
  customer: SuppliedCustomer | null
}>

export type CreateResult<Response> =
  | Readonly<{ kind: 'created'; payment: Payment; response: Response }>
  | Readonly<{ kind: 'idempotency_key_taken' }>

/** Throws AcquirerUnavailable if no acquirer serves the mode, because such a session could not be paid. */
export async function createHostedPayment<Response>(
  gateway: Gateway,
  request: PaymentRequest,
  respond: Respond<Response>,
): Promise<CreateResult<Response>> {
  const merchant = await gateway.storage.findMerchant(request.merchantId)
  chooseAcquirer(gateway, request.mode, merchant)
  const attemptsMax = merchant?.attemptsMax ?? gateway.settings.attemptsMax
  const extensionsMax = extensionsFor(gateway.settings.sessionLifeMs, merchant?.sessionExtension !== false)
  const createdAtMs = gateway.time.creationMs()
  const event: PaymentCreated = {
    type: 'payment_created',
    terms: { ...termsOf(gateway, request, 'hosted', createdAtMs), attemptsMax, extensionsMax },
    customer: null,
    card: null,
    atMs: createdAtMs,
  }
  const payment = create(event)
  const { response, record } = respond(payment)
  const saved = await gateway.storage.create({ event, events: [], payment, idempotency: record })
  return saved === 'saved' ? { kind: 'created', payment, response } : { kind: saved }
}

/** The terms of a payment that is created now, with a new ID. */
export function termsOf(
  gateway: Gateway,
  request: PaymentRequest,
  kind: PaymentTerms['kind'],
  createdAtMs: number,
): PaymentTerms {
  return {
    id: newPaymentId(gateway.random.bytes(16)),
    merchantId: request.merchantId,
    mode: request.mode,
    kind,
    amountMinor: request.amountMinor,
    currency: request.currency,
    locale: request.locale,
    description: request.description,
    metadata: request.metadata,
    returnUrl: request.returnUrl,
    callbackUrl: request.callbackUrl,
    suppliedCustomer: request.customer,
    // Only a page can ask for another card, or offer more time.
    attemptsMax: 1,
    extensionsMax: 0,
    createdAtMs,
    expiresAtMs: createdAtMs + gateway.settings.sessionLifeMs,
  }
}
