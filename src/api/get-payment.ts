/** GET /v1/payments/{id}: the latest committed state. */
import { defineEndpoint, noQuery } from './endpoint.ts'
import { ownPayment } from './own-payment.ts'

export const getPaymentEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/payments/:id',
  target: ownPayment,
  query: noQuery,
  body: 'none',
  needs: 'nothing',
  handle: async ({ target, bodies }) => ({ status: 200, body: bodies.of(target) }),
})
