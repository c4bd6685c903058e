/** POST /v1/payments/{id}/refund: all that remains, or a part of it. The outcome comes by GET. */
import { requestRefund } from '../operations/request-refund.ts'
import { warnOfCardNumbers } from './card-numbers-in-text.ts'
import { answerChange } from './change-answers.ts'
import type { Call, Endpoint } from './endpoint.ts'
import { findOwnPayment } from './get-payment.ts'
import { refund } from './schemas.ts'
import { validate } from './validate.ts'

export const refundPaymentEndpoint: Endpoint = {
  method: 'POST',
  path: '/v1/payments/:id/refund',
  query: {},
  body: 'required',
  needs: 'acquirer',
  handle: async (call: Call) => {
    const payment = await findOwnPayment(call)
    const body = validate(refund, call.body)
    warnOfCardNumbers(call, body)
    const request = { amountMinor: body.amount ?? null, reason: body.reason }
    return answerChange(call, (idempotency) => requestRefund(call.gateway, payment.id, request, idempotency))
  },
}
