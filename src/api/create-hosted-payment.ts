/** POST /v1/payments/hpp: creates a session on the hosted page. */
import { createHostedPayment } from '../operations/create-payment.ts'
import { warnOfCardNumbers } from './card-numbers-in-text.ts'
import { defineEndpoint, KeyTakenMeanwhile, noQuery } from './endpoint.ts'
import { paymentRequest } from './payment-request.ts'
import { presentPayment } from './present-payment.ts'
import { hostedPayment } from './request-schemas.ts'

export const createHostedPaymentEndpoint = defineEndpoint({
  method: 'POST',
  path: '/v1/payments/hpp',
  query: noQuery,
  body: hostedPayment,
  needs: 'acquirer and merchant',
  handle: async (call) => {
    const { gateway, key, payUrl, body } = call
    warnOfCardNumbers(call, body)
    const request = paymentRequest(key, body, body.redirect_url, body.callback_url)
    const result = await createHostedPayment(gateway, request, (payment) =>
      call.respond(201, presentPayment(payment, payUrl, `${payUrl}/hpp/${payment.id}`)),
    )
    if (result.kind === 'idempotency_key_taken') throw new KeyTakenMeanwhile()
    return result.response
  },
})
