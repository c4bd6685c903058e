/** GET /v1/payments: newest first, with cursors that stay valid while payments are created. */
import { z } from 'zod'
import type { PaymentFilter } from '../core/payment/payment-filters.ts'
import { publicStatuses } from '../core/payment/status.ts'
import { defineEndpoint } from './endpoint.ts'
import { createdParameters, createdRange, pageParameters, readCursors } from './list-query.ts'
import { findOwnPayment } from './own-payment.ts'
import { presentPayment } from './present-payment.ts'

/** The filters of the list, each a parameter of the same name. */
const filters = {
  status: z
    .enum(publicStatuses, `must be one of ${publicStatuses.join(', ')}.`)
    .optional()
    .meta({ description: 'Only payments with this status.' }),
} satisfies Readonly<Record<PaymentFilter, z.ZodType>>

export const listPaymentsEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/payments',
  query: z.object({ ...pageParameters('payment'), ...filters, ...createdParameters('payment') }),
  body: 'none',
  needs: 'nothing',
  handle: async ({ gateway, key, query, payUrl }) => {
    const { payments, hasMore } = await gateway.storage.listPayments({
      merchantId: key.merchantId,
      mode: key.mode,
      limit: query.limit,
      ...(await readCursors(query, 'payment', (id) => findOwnPayment(gateway.storage, key, id))),
      filters: query,
      ...createdRange(query),
    })
    const body = JSON.stringify({
      object: 'list',
      data: payments.map((payment) => presentPayment(payment, payUrl)),
      has_more: hasMore,
      url: '/v1/payments',
    })
    return { status: 200, body }
  },
})
