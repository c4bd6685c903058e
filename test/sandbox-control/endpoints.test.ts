/** A shop's tests drive the sandbox over /sandbox/v1 and meet what a customer with a browser would meet. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testCards } from '../../src/core/card/test-cards.ts'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'

let gateway: TestApp

beforeEach(async () => {
  gateway = await openTestApp()
})
afterEach(() => gateway.close())

type Result = Readonly<{
  payment: Readonly<{
    id: string
    status: string
    decline_code: string | null
    card: { last4: string } | null
  }>
  return_url: string | null
}>
type Refused = Readonly<{ error: Readonly<{ code: string; param: string | null; message: string }> }>

async function open(): Promise<string> {
  const response = await gateway.call('POST', '/v1/payments/hpp', session)
  return ((await response.json()) as { id: string }).id
}

async function act(id: string, action: string, body: unknown = {}): Promise<Result> {
  const response = await gateway.call('POST', `/sandbox/v1/payments/${id}/${action}`, body)
  expect(response.status).toBe(200)
  return (await response.json()) as Result
}

async function refused(id: string, action: string, body: unknown = {}): Promise<[number, Refused['error']]> {
  const response = await gateway.call('POST', `/sandbox/v1/payments/${id}/${action}`, body)
  return [response.status, ((await response.json()) as Refused).error]
}

const card = {
  number: '4242424242424242',
  exp_month: 12,
  exp_year: 2040,
  cvc: '123',
  holder_name: 'Robin Berg',
}

describe('paying', () => {
  it('with a card number succeeds and returns where the browser would go', async () => {
    const id = await open()
    const { payment, return_url } = await act(id, 'pay', { card })
    expect(payment).toMatchObject({ id, status: 'succeeded', card: { last4: '4242' } })
    const address = new URL(return_url ?? '')
    expect(Object.fromEntries(address.searchParams)).toMatchObject({ payment_id: id, status: 'succeeded' })
  })

  it('enters a billing address where the page asks for one', async () => {
    await gateway.app.storage.updateMerchant(gateway.merchantId, { billingAddress: 'required' })
    const { payment } = await act(await open(), 'pay', { card })
    expect(payment).toMatchObject({ status: 'succeeded' })
    const stored = await gateway.app.storage.findPayment(String(payment.id))
    expect(stored?.customer?.address).toMatchObject({ country: 'DE', city: 'Test City' })
    await gateway.app.storage.updateMerchant(gateway.merchantId, { billingAddress: null })
  })

  it('with the name of a test card is declined for its reason', async () => {
    const { payment, return_url } = await act(await open(), 'pay', { test_card: 'insufficient_funds' })
    expect(payment).toMatchObject({ status: 'failed', decline_code: 'insufficient_funds' })
    expect(return_url).toContain('status=failed')
  })

  it.each([
    ['pass', 'succeeded', null],
    ['fail', 'failed', 'authentication_failed'],
    ['cancel', 'failed', 'authentication_failed'],
  ])('completes a challenge with %s', async (challenge, status, decline_code) => {
    const { payment } = await act(await open(), 'pay', { test_card: 'challenge', challenge })
    expect(payment).toMatchObject({ status, decline_code })
  })

  it('leaves a challenge open until it is completed', async () => {
    const id = await open()
    const { payment, return_url } = await act(id, 'pay', { test_card: 'challenge' })
    expect(payment.status).toBe('requires_action')
    expect(return_url).toBeNull()
    expect((await act(id, 'pay', { challenge: 'pass' })).payment.status).toBe('succeeded')
  })

  it('is refused for what the page asks a customer to correct, before any attempt', async () => {
    const id = await open()
    const [status, error] = await refused(id, 'pay', { card: { ...card, number: '4242424242424241' } })
    expect(status).toBe(400)
    expect(error).toMatchObject({ code: 'parameter_invalid', param: 'card.number' })
    expect((await act(id, 'pay', { card })).payment.status).toBe('succeeded')
  })

  it('is refused once the payment has ended', async () => {
    const id = await open()
    await act(id, 'pay', { card })
    expect(await refused(id, 'pay', { card })).toMatchObject([400, { param: 'id' }])
  })

  it.each([
    ['two cards', { card, test_card: 'visa' }, 'test_card'],
    ['a test card that does not exist', { test_card: 'gold' }, 'test_card'],
    ['an unknown answer to a challenge', { test_card: 'challenge', challenge: 'maybe' }, 'challenge'],
    ['an answer to a challenge that the bank does not ask', { challenge: 'pass' }, 'challenge'],
  ])('needs to know how: %s is refused', async (_, body, param) => {
    expect(await refused(await open(), 'pay', body)).toMatchObject([
      400,
      { code: 'parameter_invalid', param },
    ])
  })
})

it('paying needs a card, a test card, or a challenge to complete', async () => {
  const error = { code: 'parameter_missing', param: 'test_card' }
  expect(await refused(await open(), 'pay', {})).toMatchObject([400, error])
})

describe('a session', () => {
  it('expires on request', async () => {
    const id = await open()
    const { payment, return_url } = await act(id, 'expire')
    expect(payment.status).toBe('expired')
    expect(return_url).toContain('status=failed')
    expect(await refused(id, 'expire')).toMatchObject([400, { param: 'id' }])
  })

  it('does not expire during a challenge', async () => {
    const id = await open()
    await act(id, 'pay', { test_card: 'challenge' })
    expect(await refused(id, 'expire')).toMatchObject([400, { param: 'id' }])
  })

  it('can be canceled by its customer', async () => {
    const id = await open()
    const { payment } = await act(id, 'leave')
    expect(payment).toMatchObject({ status: 'failed', decline_code: 'canceled_by_customer' })
    expect(await refused(id, 'leave')).toMatchObject([400, { param: 'id' }])
  })
})

describe('a call', () => {
  it('needs a test key of the payment’s merchant', async () => {
    const id = await open()
    const path = `/sandbox/v1/payments/${id}/pay`
    const stranger = { authorization: `Bearer ${await gateway.newKey('test', 'other')}` }
    expect((await gateway.call('POST', path, { card }, stranger)).status).toBe(404)
    expect((await gateway.call('POST', path, { card }, { authorization: 'Bearer nobody' })).status).toBe(401)
  })

  it('does not exist outside the sandbox', async () => {
    const production = await openTestApp({ isSandbox: false })
    const key = await production.newKey('test')
    const headers = { authorization: `Bearer ${key}` }
    const created = await production.call('POST', '/v1/payments/hpp', session, headers)
    const { id } = (await created.json()) as { id: string }
    const response = await production.call('POST', `/sandbox/v1/payments/${id}/pay`, { card }, headers)
    await production.close()
    expect(response.status).toBe(404)
  })
})

it('every test card has a name of its own', () => {
  const names = new Set(testCards.map(({ name }) => name))
  expect(names.size).toBe(testCards.length)
})
