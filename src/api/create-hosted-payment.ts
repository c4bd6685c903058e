/** POST /v1/payments/hpp: a session on the hosted page. */
import type { z } from 'zod'
import type { SuppliedCustomer } from '../core/payment.ts'
import { createHostedPayment } from '../operations/create-payment.ts'
import { type Answer, type Call, type Endpoint, KeyTakenMeanwhile } from './endpoint.ts'
import { presentPayment } from './present-payment.ts'
import { type customer, hostedPayment } from './schemas.ts'
import { validate } from './validate.ts'

export const createHostedPaymentEndpoint: Endpoint = {
  method: 'POST',
  path: '/v1/payments/hpp',
  body: 'required',
  handle,
}

async function handle(call: Call): Promise<Answer> {
  const { gateway, key, payUrl } = call
  const body = validate(hostedPayment[key.mode], call.body)
  let body201 = ''
  const result = await createHostedPayment(
    gateway,
    {
      merchantId: key.merchantId,
      mode: key.mode,
      amountMinor: body.amount,
      currency: body.currency,
      description: body.description ?? null,
      metadata: body.metadata ?? null,
      returnUrl: new URL(body.redirect_url).href,
      callbackUrl: body.callback_url ?? null,
      customer: body.customer === undefined ? null : suppliedCustomer(body.customer),
    },
    (payment) => {
      body201 = JSON.stringify(presentPayment(payment, `${payUrl}/hpp/${payment.id}`))
      return call.keep({ status: 201, body: body201 })
    },
  )
  if (result.kind === 'idempotency_key_taken') throw new KeyTakenMeanwhile()
  return { status: 201, body: body201 }
}

export function suppliedCustomer(given: z.output<typeof customer>): SuppliedCustomer {
  const { email, first_name: firstName, last_name: lastName, country, phone, address, city, zip } = given
  return { email, firstName, lastName, country, phone, address, city, zip }
}
