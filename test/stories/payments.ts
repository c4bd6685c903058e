/** Payments of stories: made, paid, challenged and looked at, through the API and the gateway's own operations. */
import { expect } from 'vitest'
import { detectBrand } from '../../src/card-brands/brand.ts'
import { SecretCard } from '../../src/core/card/secret-card.ts'
import { submitCard } from '../../src/operations/submit-card.ts'
import type { ChallengeChoice } from '../../src/sandbox-control/customer.ts'
import { session, type TestApp } from '../../verification/app/test-app.ts'
import { sandboxAcquirer } from '../support/payments.ts'

export type RefundView = Readonly<{
  id: string
  amount: number
  currency: string
  reason: string
  status: string
  decline_code: string | null
  decline_message: string | null
  created_at: number
  updated_at: number
  completed_at: number | null
  provider_refund_id: string | null
}>

/** A payment as a merchant reads it. */
export type PaymentView = Readonly<{
  id: string
  object: 'payment'
  amount: number
  currency: string
  status: string
  description: string | null
  card: Readonly<Record<string, string | number | null>> | null
  customer: Readonly<{ email: string; name: string }> | null
  metadata: Readonly<Record<string, string>> | null
  decline_code: string | null
  decline_message: string | null
  redirect_url: string | null
  refunded_at: number | null
  succeeded_at: number | null
  failed_at: number | null
  created: number
  livemode: boolean
  refunded_amount: number
  provider_transaction_id: string | null
  refunds: readonly RefundView[]
  next_action: Readonly<{ redirect_url: string }> | null
}>

export const goodPan = '4111111111111111'

export function direct(number = goodPan, amount = 2500, exp_year = 2027) {
  const cvc = detectBrand(number)?.cvcLength === 4 ? '1234' : '123'
  return {
    amount,
    currency: 'eur',
    card: { number, exp_month: 12, exp_year, cvc, holder_name: 'Alex Johnson' },
  }
}

export async function read(app: TestApp, id: string, secretKey?: string): Promise<PaymentView> {
  const headers = secretKey === undefined ? {} : { authorization: `Bearer ${secretKey}` }
  const response = await app.call('GET', `/v1/payments/${id}`, undefined, headers)
  expect(response.status).toBe(200)
  return (await response.json()) as PaymentView
}

export async function view(response: Promise<Response> | Response): Promise<PaymentView> {
  return (await (await response).json()) as PaymentView
}

/** Until nothing is running in the background any more. */
export function settle(app: TestApp): Promise<void> {
  return app.app.gateway.running.drained()
}

/** A direct payment and what became of it. */
export async function payDirectly(app: TestApp, number = goodPan, amount = 2500): Promise<PaymentView> {
  const created = await app.call('POST', '/v1/payments', direct(number, amount))
  expect(created.status).toBe(201)
  const { id } = await view(created)
  await settle(app)
  return read(app, id)
}

export async function createSession(app: TestApp, more: object = {}): Promise<PaymentView> {
  const created = await app.call('POST', '/v1/payments/hpp', { ...session, ...more })
  expect(created.status).toBe(201)
  return view(created)
}

/** Found by whoever searches for it after a purge. */
const address = {
  country: 'AT',
  line1: 'Planted Lane 2',
  line2: null,
  city: 'Plantedstadt',
  postcode: '1010',
}
export const customerOnPage = { email: 'alex@example.com', name: 'Alex Johnson' } as const

/** What the hosted page does with a card. */
export function submit(app: TestApp, id: string, pan = goodPan, expYear = 2027) {
  const details = { pan, cvc: '123', expMonth: 12, expYear, holderName: 'Alex Johnson' }
  const brand = detectBrand(pan)?.brand ?? null
  const cardSummary = { brand, last4: pan.slice(-4), expMonth: 12, expYear, country: null }
  const card = new SecretCard(details)
  return submitCard(app.app.gateway, id, {
    attemptNumber: 1,
    acquirer: sandboxAcquirer,
    card,
    cardSummary,
    customer: { ...customerOnPage, address },
    payee: 'Test Shop',
    statementName: 'TEST SHOP',
    browser: null,
  })
}

export async function payOnPage(app: TestApp, id: string, pan = goodPan): Promise<PaymentView> {
  const submitted = await submit(app, id, pan)
  if (submitted.kind !== 'started') throw new Error(`the card was not taken: ${submitted.kind}`)
  await submitted.outcome
  return read(app, id)
}

/** The customer answers at the issuer and comes back; resolves to where the issuer sent the browser. */
export async function answerChallenge(
  app: TestApp,
  payment: PaymentView,
  outcome: ChallengeChoice,
): Promise<Response> {
  const next = payment.next_action?.redirect_url
  if (next === undefined) throw new Error('the payment needs no action')
  const handOff = await (await app.request(next)).text()
  const bankUrl = /(?:action|href)="([^"]+\/sandbox\/bank\/[^"]+)"/.exec(handOff)?.[1] ?? ''
  const answered = await app.request(bankUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ outcome, code: '1234' }).toString(),
  })
  expect(answered.status).toBe(200)
  const back = /content="0; url=([^"]+)"/i.exec(await answered.text())?.[1]
  if (back === undefined) throw new Error('the issuer does not send the customer back')
  return app.request(back.replaceAll('&amp;', '&'))
}

/** Lets time pass, with a round of the worker after each step. */
export async function passTime(app: TestApp, totalMs: number, stepMs = 5_000): Promise<void> {
  for (let passedMs = 0; passedMs < totalMs; passedMs += stepMs) {
    await app.clock.advance(stepMs)
    let isDone = false
    const round = app.work().finally(() => {
      isDone = true
    })
    // A question to a silent acquirer ends by the clock, so time must pass in the meantime.
    while (!isDone) await app.clock.advance(50)
    await round
  }
}

export async function refund(app: TestApp, id: string, body: object = {}): Promise<Response> {
  return app.call('POST', `/v1/payments/${id}/refund`, { reason: 'requested_by_customer', ...body })
}
