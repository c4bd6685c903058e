/** GET /v1/payments: newest first, by cursors that stay where they are while others insert. */
import type { Payment } from '../core/payment.ts'
import { publicStatuses } from '../core/status.ts'
import { ApiError } from './api-error.ts'
import type { Answer, Call, Endpoint } from './endpoint.ts'
import { presentPayment } from './present-payment.ts'

export const listPaymentsEndpoint: Endpoint = { method: 'GET', path: '/v1/payments', body: 'none', handle }

const limitDefault = 10
const limitMax = 100

async function handle(call: Call): Promise<Answer> {
  const { query, key, gateway } = call
  const limit = integerOf(query, 'limit', 1, limitMax) ?? limitDefault
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
    status: statusOf(query),
    createdFromMs: millisecondsOf(query, 'created[gte]'),
    createdBeforeMs: millisecondsOf(query, 'created[lt]'),
  })
  const body = JSON.stringify({
    object: 'list',
    data: payments.map((payment) => presentPayment(payment)),
    has_more: hasMore,
    url: '/v1/payments',
  })
  return { status: 200, body }
}

function single(query: URLSearchParams, name: string): string | null {
  const values = query.getAll(name)
  if (values.length > 1)
    throw new ApiError('parameter_invalid', `The parameter ${name} must be given once.`, name)
  return values[0] ?? null
}

/** Twelve digits hold every Unix time until the year 33658. */
const integerText = /^(?:0|[1-9][0-9]{0,11})$/

function integerOf(query: URLSearchParams, name: string, min: number, max: number): number | null {
  const text = single(query, name)
  if (text === null) return null
  const value = integerText.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  throw new ApiError(
    'parameter_invalid',
    `The parameter ${name} must be an integer from ${min} to ${max}.`,
    name,
  )
}

function millisecondsOf(query: URLSearchParams, name: string): number | null {
  const seconds = integerOf(query, name, 0, 999_999_999_999)
  return seconds === null ? null : seconds * 1_000
}

function statusOf(query: URLSearchParams) {
  const text = single(query, 'status')
  if (text === null) return null
  const status = publicStatuses.find((one) => one === text)
  if (status !== undefined) return status
  const message = `The parameter status must be one of ${publicStatuses.join(', ')}.`
  throw new ApiError('parameter_invalid', message, 'status')
}

async function cursorOf(call: Call, name: string): Promise<Payment | null> {
  const id = single(call.query, name)
  if (id === null) return null
  const payment = id.length <= 64 ? await call.gateway.storage.findPayment(id) : null
  if (payment !== null && payment.merchantId === call.key.merchantId && payment.mode === call.key.mode)
    return payment
  throw new ApiError(
    'parameter_invalid',
    `The parameter ${name} must be the id of a payment of this key.`,
    name,
  )
}
