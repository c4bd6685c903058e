/** POST /v1/payments/{id}/refund: all that remains, or a part of it. The outcome comes by GET. */
import { approvedAttempt } from '../core/payment/payment.ts'
import { requireAcquirer } from '../operations/acquirer/acquirers.ts'
import { requestRefund } from '../operations/request-refund.ts'
import { warnOfCardNumbers } from './card-numbers-in-text.ts'
import { respondToChange } from './change-response.ts'
import { defineEndpoint, noQuery } from './endpoint.ts'
import { ownPayment } from './own-payment.ts'
import { refund } from './request-schemas.ts'

export const refundPaymentEndpoint = defineEndpoint({
  method: 'POST',
  path: '/v1/payments/:id/refund',
  target: ownPayment,
  query: noQuery,
  body: { test: refund, live: refund },
  needs: 'acquirer',
  handle: (call) => {
    const { gateway, target: payment, body } = call
    warnOfCardNumbers(call, body)
    const charged = approvedAttempt(payment)
    if (charged !== null) requireAcquirer(gateway, payment.mode, charged.acquirer)
    const wanted = { amountMinor: body.amount ?? null, reason: body.reason }
    return respondToChange(call, (respond) => requestRefund(gateway, payment.id, wanted, respond))
  },
})
