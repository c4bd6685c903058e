/** GET /v1/payments: newest first, with cursors that stay valid while payments are created. */
import { z } from 'zod'
import type { Payment } from '../core/payment/payment.ts'
import type { PaymentFilter } from '../core/payment/payment-filters.ts'
import { publicStatuses } from '../core/payment/status.ts'
import { ApiError } from './api-error.ts'
import { type Call, defineEndpoint } from './endpoint.ts'
import { findOwnPayment } from './own-payment.ts'
import { presentPayment } from './present-payment.ts'
import { integerParameter } from './query.ts'

const limitDefault = 10
const limitMax = 100
const secondsMax = 999_999_999_999

const cursor = (description: string) => z.string().optional().meta({ description })

/** The filters of the list, each a parameter of the same name. */
const filters = {
  status: z
    .enum(publicStatuses, `must be one of ${publicStatuses.join(', ')}.`)
    .optional()
    .meta({ description: 'Only payments with this status.' }),
} satisfies Readonly<Record<PaymentFilter, z.ZodType>>

/** If several are invalid, the first in this order is reported. */
const listQuery = z.object({
  limit: integerParameter(1, limitMax, 'Number of payments per page.').default(limitDefault),
  starting_after: cursor(
    'ID of the last payment on the previous page. The page starts with the next older payment.',
  ),
  ending_before: cursor(
    'ID of the first payment on the next page. The page ends with the next newer payment. Cannot be combined with `starting_after`.',
  ),
  ...filters,
  'created[gte]': integerParameter(
    0,
    secondsMax,
    'Only payments created at or after this time, in Unix seconds.',
  ).optional(),
  'created[lt]': integerParameter(
    0,
    secondsMax,
    'Only payments created before this time, in Unix seconds.',
  ).optional(),
})

export const listPaymentsEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/payments',
  query: listQuery,
  body: 'none',
  needs: 'nothing',
  handle: async ({ gateway, key, query, payUrl }) => {
    const startingAfter = await cursorOf(gateway, key, query, 'starting_after')
    const endingBefore = await cursorOf(gateway, key, query, 'ending_before')
    if (startingAfter !== null && endingBefore !== null) {
      const message = 'Use starting_after or ending_before, not both.'
      throw new ApiError('parameter_invalid', message, 'ending_before')
    }
    const { payments, hasMore } = await gateway.storage.listPayments({
      merchantId: key.merchantId,
      mode: key.mode,
      limit: query.limit,
      startingAfter,
      endingBefore,
      filters: query,
      createdFromMs: millisecondsOf(query['created[gte]']),
      createdBeforeMs: millisecondsOf(query['created[lt]']),
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

function millisecondsOf(seconds: number | undefined): number | null {
  return seconds === undefined ? null : seconds * 1_000
}

async function cursorOf(
  { storage }: Call['gateway'],
  key: Call['key'],
  query: z.output<typeof listQuery>,
  name: 'starting_after' | 'ending_before',
): Promise<Payment | null> {
  const id = query[name]
  if (id === undefined) return null
  const payment = await findOwnPayment(storage, key, id)
  if (payment !== null) return payment
  const message = `The parameter ${name} must be the ID of a payment that this key can read.`
  throw new ApiError('parameter_invalid', message, name)
}
