/**
 * Driving the sandbox without a browser: pay an open session, let it expire, leave it. The customer acts on the hosted
 * page through the same requests as a browser, so a test meets the same rules.
 */
import { ApiError } from '../api/api-error.ts'
import { type ApiResponse, type Call, defineEndpoint, type Endpoint, noQuery } from '../api/endpoint.ts'
import { requireOwnPayment } from '../api/own-payment.ts'
import { presentPayment } from '../api/present-payment.ts'
import type { Payment } from '../core/payment/payment.ts'
import { changePayment } from '../operations/change-payment.ts'
import { returnUrl } from '../payment-page/return-url.ts'
import type { Visit } from './browser.ts'
import { Customer, type Fields } from './customer.ts'
import { type PayRequest, payRequest, testCardNamed } from './requests.ts'

type OwnCall = Call<unknown, unknown, Payment>

/** `visit` answers a request made inside the process. */
export function sandboxEndpoints(visit: Visit): readonly Endpoint[] {
  const customerOf = ({ payUrl, payment }: OwnCall) => new Customer(payUrl, payment.id, visit)
  return [
    defineEndpoint({
      method: 'POST',
      path: '/sandbox/v1/payments/:id/pay',
      query: noQuery,
      body: { test: payRequest, live: payRequest },
      needs: 'nothing',
      handle: async (call) => {
        await pay(call.body, call.payment, customerOf(call))
        return present(call)
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: '/sandbox/v1/payments/:id/expire',
      query: noQuery,
      body: 'ignored',
      needs: 'nothing',
      handle: async (call) => {
        await expire(call)
        return present(call)
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: '/sandbox/v1/payments/:id/leave',
      query: noQuery,
      body: 'ignored',
      needs: 'nothing',
      handle: async (call) => {
        if (!(await customerOf(call).leave())) throw notOpen()
        return present(call)
      },
    }),
  ]
}

async function pay(request: PayRequest, payment: Payment, customer: Customer): Promise<void> {
  const fields = fieldsOf(request)
  if (fields !== null) {
    const paid = await customer.pay(fields)
    if (paid.kind === 'not_asked') throw notOpen()
    if (paid.kind === 'refused') throw refusedCard(paid.fields)
  }
  if (request.challenge !== undefined) {
    const isAsked = await customer.answerChallenge(request.challenge)
    if (!isAsked && fields === null) throw noChallenge(payment)
  }
}

/** Null where only a challenge is to be answered. */
function fieldsOf({ card, test_card: name }: PayRequest): Fields | null {
  const email = 'test@example.com'
  const named = name === undefined ? undefined : testCardNamed(name)
  if (named !== undefined) return { test_card: named.pan, email }
  if (card === undefined) return null
  return {
    number: card.number,
    expiry: `${String(card.exp_month).padStart(2, '0')} / ${String(card.exp_year).slice(-2)}`,
    cvc: card.cvc,
    name: card.holder_name,
    email,
  }
}

async function expire({ gateway, payment }: OwnCall): Promise<void> {
  const result = await changePayment(gateway, payment.id, { type: 'expire', isEarly: true })
  if (result.kind !== 'changed') throw notOpen()
}

/** As it is after what was done. */
async function present({ gateway, key, payment: { id } }: OwnCall): Promise<ApiResponse> {
  const payment = await requireOwnPayment(gateway.storage, key, id)
  const body = JSON.stringify({
    payment: presentPayment(payment),
    return_url: payment.ending === null ? null : returnUrl(payment),
  })
  return { status: 200, body }
}

function notOpen(): ApiError {
  return new ApiError('parameter_invalid', 'The payment is not open, or an attempt is running.', 'id')
}

function noChallenge({ id }: Payment): ApiError {
  return new ApiError('parameter_invalid', `The bank does not ask the customer of ${id}.`, 'challenge')
}

const params: Readonly<Record<string, string>> = {
  number: 'card.number',
  expiry: 'card.exp_month',
  cvc: 'card.cvc',
  name: 'card.holder_name',
}

/** What the page asks the customer to correct, before any attempt. */
function refusedCard(fields: readonly string[]): ApiError {
  const wrong = fields.map((field) => params[field] ?? field)
  const message = `The payment page asks the customer to correct ${wrong.join(', ')}.`
  return new ApiError('parameter_invalid', message, wrong[0] ?? 'card')
}
