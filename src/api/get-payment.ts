/** GET /v1/payments/{id}: the latest committed state. */
import { defineEndpoint, noQuery } from './endpoint.ts'

export const getPaymentEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/payments/:id',
  query: noQuery,
  body: 'none',
  needs: 'nothing',
  handle: async ({ payment, bodies }) => ({ status: 200, body: bodies.of(payment) }),
})
