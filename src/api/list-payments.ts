/** GET /v1/payments: newest first, by cursors that stay where they are while others insert. */

import { z } from 'zod'
import type { Payment } from '../core/payment/payment.ts'
import { isPaymentId } from '../core/payment/payment-id.ts'
import { publicStatuses } from '../core/payment/status.ts'
import { ApiError } from './api-error.ts'
import type { Answer, Call, Endpoint } from './endpoint.ts'
import { presentPayment } from './present-payment.ts'
import { integerParameter, invalid, parameterOf } from './query.ts'

export const limitDefault = 10
const limitMax = 100
const secondsMax = 999_999_999_999

const cursor = (description: string) => z.string().meta({ description })

/** In the order in which the first wrong one is reported. */
export const listParameters = {
  limit: integerParameter(1, limitMax, 'Number of payments on a page.'),
  starting_after: cursor(
    'ID of the last payment on the previous page. The page starts with the next older payment.',
  ),
  ending_before: cursor(
    'ID of the first payment on the next page. The page ends with the next newer payment. Cannot be combined with `starting_after`.',
  ),
  status: z
    .enum(publicStatuses, `must be one of ${publicStatuses.join(', ')}.`)
    .meta({ description: 'Payments with this status.' }),
  'created[gte]': integerParameter(0, secondsMax, 'Created at or after this time, in Unix seconds.'),
  'created[lt]': integerParameter(0, secondsMax, 'Created before this time, in Unix seconds.'),
}

export const listPaymentsEndpoint: Endpoint = {
  method: 'GET',
  path: '/v1/payments',
  query: listParameters,
  body: 'none',
  needs: 'nothing',
  handle,
}

async function handle(call: Call): Promise<Answer> {
  const { query, key, gateway } = call
  const limit = parameterOf(query, listParameters, 'limit') ?? limitDefault
  const startingAfter = await cursorOf(call, 'starting_after')
  const endingBefore = await cursorOf(call, 'ending_before')
  if (startingAfter !== null && endingBefore !== null) {
    throw new ApiError('parameter_invalid', 'Use starting_after or ending_before, not both.', 'ending_before')
  }
  const { payments, hasMore } = await gateway.storage.listPayments({
    merchantId: key.merchantId,
    mode: key.mode,
    limit,
    startingAfter,
    endingBefore,
    status: parameterOf(query, listParameters, 'status') ?? null,
    createdFromMs: millisecondsOf(parameterOf(query, listParameters, 'created[gte]')),
    createdBeforeMs: millisecondsOf(parameterOf(query, listParameters, 'created[lt]')),
  })
  const body = JSON.stringify({
    object: 'list',
    data: payments.map((payment) => presentPayment(payment)),
    has_more: hasMore,
    url: '/v1/payments',
  })
  return { status: 200, body }
}

function millisecondsOf(seconds: number | undefined): number | null {
  return seconds === undefined ? null : seconds * 1_000
}

async function cursorOf(call: Call, name: 'starting_after' | 'ending_before'): Promise<Payment | null> {
  const id = parameterOf(call.query, listParameters, name)
  if (id === undefined) return null
  const payment = isPaymentId(id) ? await call.gateway.storage.findPayment(id) : null
  if (payment !== null && payment.merchantId === call.key.merchantId && payment.mode === call.key.mode)
    return payment
  throw invalid(name, 'must be the ID of a payment of this key.')
}
