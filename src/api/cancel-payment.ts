/** POST /v1/payments/{id}/cancel: the merchant cancels an open payment. */
import { cancelPayment } from '../operations/cancel-payment.ts'
import { respondToChange } from './change-response.ts'
import { defineEndpoint, noQuery } from './endpoint.ts'
import { ownPayment } from './own-payment.ts'

export const cancelPaymentEndpoint = defineEndpoint({
  method: 'POST',
  path: '/v1/payments/:id/cancel',
  target: ownPayment,
  query: noQuery,
  body: 'ignored',
  needs: 'nothing',
  handle: (call) => respondToChange(call, (respond) => cancelPayment(call.gateway, call.target.id, respond)),
})
