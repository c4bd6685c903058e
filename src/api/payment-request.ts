/** What hosted and direct payments have in common. */
import type { z } from 'zod'
import type { ApiKey } from '../core/api-key.ts'
import { languageOf } from '../core/language.ts'
import type { SuppliedCustomer } from '../core/payment/payment.ts'
import type { PaymentRequest } from '../operations/create-payment.ts'
import type { customer, directPayment, hostedPayment } from './request-schemas.ts'

type Body = z.output<(typeof hostedPayment | typeof directPayment)['test']>

/** `returnUrl` is the body's redirect_url or return_url. */
export function paymentRequest(
  { merchantId, mode }: ApiKey,
  body: Body,
  returnUrl: string | undefined,
  callbackUrl: string | undefined,
): PaymentRequest {
  return {
    merchantId,
    mode,
    amountMinor: body.amount,
    currency: body.currency,
    locale: languageOf(body.locale ?? ''),
    description: body.description ?? null,
    metadata: body.metadata ?? null,
    returnUrl: returnUrl === undefined ? null : new URL(returnUrl).href,
    callbackUrl: callbackUrl ?? null,
    customer: body.customer === undefined ? null : suppliedCustomer(body.customer),
  }
}

function suppliedCustomer(given: z.output<typeof customer>): SuppliedCustomer {
  const { email, first_name: firstName, last_name: lastName, country, phone, address, city, zip } = given
  return { email, firstName, lastName, country, phone, address, city, zip }
}
