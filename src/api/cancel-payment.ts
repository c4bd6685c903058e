/** POST /v1/payments/{id}/cancel: the merchant withdraws an open payment. */
import { cancelPayment } from '../operations/cancel-payment.ts'
import { answerChange } from './change-answers.ts'
import type { Call, Endpoint } from './endpoint.ts'
import { findOwnPayment } from './get-payment.ts'

export const cancelPaymentEndpoint: Endpoint = {
  method: 'POST',
  path: '/v1/payments/:id/cancel',
  query: {},
  body: 'optional',
  needs: 'nothing',
  handle: async (call: Call) => {
    const payment = await findOwnPayment(call)
    return answerChange(call, (idempotency) => cancelPayment(call.gateway, payment.id, idempotency))
  },
}
