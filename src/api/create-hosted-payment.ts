/** POST /v1/payments/hpp: a session on the hosted page. */
import { createHostedPayment } from '../operations/create-payment.ts'
import { warnOfCardNumbers } from './card-numbers-in-text.ts'
import { type Answer, type Call, type Endpoint, KeyTakenMeanwhile } from './endpoint.ts'
import { paymentRequest } from './payment-request.ts'
import { presentPayment } from './present-payment.ts'
import { hostedPayment } from './schemas.ts'
import { validate } from './validate.ts'

export const createHostedPaymentEndpoint: Endpoint = {
  method: 'POST',
  path: '/v1/payments/hpp',
  query: {},
  body: 'required',
  needs: 'acquirer and merchant',
  handle,
}

async function handle(call: Call): Promise<Answer> {
  const { gateway, key, payUrl } = call
  const body = validate(hostedPayment[key.mode], call.body)
  warnOfCardNumbers(call, body)
  let body201 = ''
  const result = await createHostedPayment(
    gateway,
    paymentRequest(key, body, body.redirect_url, body.callback_url),
    (payment) => {
      body201 = JSON.stringify(presentPayment(payment, `${payUrl}/hpp/${payment.id}`))
      return call.keep({ status: 201, body: body201 })
    },
  )
  if (result.kind === 'idempotency_key_taken') throw new KeyTakenMeanwhile()
  return { status: 201, body: body201 }
}
