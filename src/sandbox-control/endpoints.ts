/**
 * Drives the sandbox without a browser: pays an open session, lets it expire, or cancels it as the customer. Everything goes
 * through the same requests as in a browser, so tests meet the same rules.
 */
import { ApiError } from '../api/api-error.ts'
import { type ApiResponse, type Call, defineEndpoint, type Endpoint, noQuery } from '../api/endpoint.ts'
import { ownPayment, requireOwnPayment } from '../api/own-payment.ts'
import { presentPayment } from '../api/present-payment.ts'
import { sandboxName } from '../core/card/test-cards.ts'
import type { Payment } from '../core/payment/payment.ts'
import { chooseAcquirer } from '../operations/acquirer/acquirers.ts'
import { changePayment } from '../operations/change-payment.ts'
import { returnUrl } from '../payment-page/return-url.ts'
import type { Visit } from './browser.ts'
import { Customer, type Fields } from './customer.ts'
import { type PayRequest, payRequest, testCardNamed } from './requests.ts'

type OwnCall = Call<unknown, unknown, Payment>

/** `visit` serves a request inside the process. */
export function sandboxEndpoints(visit: Visit): readonly Endpoint[] {
  const customerOf = ({ payUrl, target }: OwnCall) => new Customer(payUrl, target.id, visit)
  return [
    defineEndpoint({
      method: 'POST',
      path: '/sandbox/v1/payments/:id/pay',
      target: ownPayment,
      query: noQuery,
      body: { test: payRequest, live: payRequest },
      needs: 'nothing',
      handle: async (call) => {
        if (call.body.test_card !== undefined) await requireSandbox(call)
        await pay(call.body, call.target, customerOf(call))
        return present(call)
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: '/sandbox/v1/payments/:id/expire',
      target: ownPayment,
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
      target: ownPayment,
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

/** Another acquirer may do anything with these numbers. */
async function requireSandbox({ gateway, target: payment }: OwnCall): Promise<void> {
  const merchant = await gateway.storage.findMerchant(payment.merchantId)
  const { acquirer } = chooseAcquirer(gateway, 'test', merchant)
  if (acquirer === sandboxName) return
  const message = `Test payments go to the acquirer "${acquirer}", which does not know the sandbox's test cards. Use "card" with one of its own test cards.`
  throw new ApiError('permission_denied', message)
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

/** Null if only a challenge is to be completed. */
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

async function expire({ gateway, target: payment }: OwnCall): Promise<void> {
  const result = await changePayment(gateway, payment.id, { type: 'expire', isEarly: true })
  if (result.kind !== 'changed') throw notOpen()
}

/** The payment after the change. */
async function present({ gateway, key, payUrl, target: { id } }: OwnCall): Promise<ApiResponse> {
  const payment = await requireOwnPayment(gateway.storage, key, id)
  const body = JSON.stringify({
    payment: presentPayment(payment, payUrl),
    return_url: payment.ending === null ? null : returnUrl(payment),
  })
  return { status: 200, body }
}

function notOpen(): ApiError {
  return new ApiError('parameter_invalid', 'The payment is not open, or a card is being charged.', 'id')
}

function noChallenge({ id }: Payment): ApiError {
  return new ApiError(
    'parameter_invalid',
    `The bank has not asked the customer of ${id} to confirm the payment.`,
    'challenge',
  )
}

const params: Readonly<Record<string, string>> = {
  number: 'card.number',
  expiry: 'card.exp_month',
  cvc: 'card.cvc',
  name: 'card.holder_name',
}

/** The page asks the customer to correct these fields, before any attempt. */
function refusedCard(fields: readonly string[]): ApiError {
  const wrong = fields.map((field) => params[field] ?? field)
  const message = `The payment page asks the customer to correct ${wrong.join(', ')}.`
  return new ApiError('parameter_invalid', message, wrong[0] ?? 'card')
}
