/** GET /v1/payments/{id}: the newest committed state. */

import type { Payment } from '../core/payment/payment.ts'
import { isPaymentId } from '../core/payment/payment-id.ts'
import { ApiError } from './api-error.ts'
import type { Answer, Call, Endpoint } from './endpoint.ts'
import { presentPayment } from './present-payment.ts'

export const getPaymentEndpoint: Endpoint = {
  method: 'GET',
  path: '/v1/payments/:id',
  query: {},
  body: 'none',
  needs: 'nothing',
  handle: async (call: Call): Promise<Answer> => {
    const payment = await findOwnPayment(call)
    return { status: 200, body: bodyOf(payment) }
  },
}

/** A payment never changes, it is replaced; so as long as storage hands out the same one, its answer is the same. */
const bodies = new WeakMap<Payment, string>()

function bodyOf(payment: Payment): string {
  const known = bodies.get(payment)
  if (known !== undefined) return known
  const body = JSON.stringify(presentPayment(payment))
  bodies.set(payment, body)
  return body
}

/** Another merchant's payment, or the other mode's, is answered exactly like one that does not exist. */
export async function findOwnPayment(call: Call): Promise<Payment> {
  const id = call.params.id ?? ''
  const payment = isPaymentId(id) ? await call.gateway.storage.findPayment(id) : null
  if (payment === null || payment.merchantId !== call.key.merchantId || payment.mode !== call.key.mode) {
    throw new ApiError('resource_missing', 'No such payment exists for this key.', 'id')
  }
  return payment
}
