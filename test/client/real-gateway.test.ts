/** The client against the real gateway on a real line: every method, and the errors as the caller sees them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Flowlix, FlowlixError } from '../../client/src/flowlix.ts'
import { type HttpServer, listen } from '../../src/http/server.ts'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'

let gateway: TestApp
let server: HttpServer
let flowlix: Flowlix

beforeAll(async () => {
  gateway = await openTestApp()
  server = await listen(gateway.app.fetch, {
    port: 0,
    host: '127.0.0.1',
    apiUrl: '',
    payUrl: '',
    requestId: () => 'req_0',
  })
  flowlix = await clientOfNewMerchant()
})

afterAll(async () => {
  await server.stop()
  await gateway.close()
})

async function clientOfNewMerchant(): Promise<Flowlix> {
  return new Flowlix({
    apiKey: await gateway.newKey('test', 'other'),
    baseUrl: `http://127.0.0.1:${server.port}`,
    maxRetries: 1,
  })
}

const card = { number: '4111111111111111', exp_month: 12, exp_year: 2040, cvc: '123', holder_name: 'A. Berg' }

async function paid(): Promise<string> {
  const { id } = await flowlix.payments.create({ amount: 2500, currency: 'eur', card })
  await expect.poll(async () => (await flowlix.payments.retrieve(id)).status).toBe('succeeded')
  return id
}

test('a session is created once for each idempotency key', async () => {
  const options = { idempotencyKey: 'order-1' }
  const first = await flowlix.payments.createSession(session, options)
  const again = await flowlix.payments.createSession(session, options)
  expect(first.redirect_url).toContain(`/hpp/${first.id}`)
  expect(again).toEqual(first)
  expect((await flowlix.payments.createSession(session)).id).not.toBe(first.id)
})

test('a direct payment succeeds and is refunded in parts', async () => {
  const id = await paid()
  const refunding = await flowlix.payments.refund(id, { reason: 'too_large', amount: 1000 })
  expect(refunding.refunds).toMatchObject([{ amount: 1000, status: 'pending' }])
  expect((await flowlix.payments.refund(id, { reason: 'the rest' })).refunded_amount).toBe(2500)
})

test('an open payment is canceled', async () => {
  const { id } = await flowlix.payments.createSession(session)
  expect((await flowlix.payments.cancel(id)).status).toBe('canceled')
})

test('an error has its type, code, field, status, and request ID', async () => {
  const wrong = { ...session, amount: 0 }
  const failure = await flowlix.payments.createSession(wrong).catch((caught: unknown) => caught)
  expect(failure).toBeInstanceOf(FlowlixError)
  expect(failure).toMatchObject({ status: 400, code: 'parameter_invalid', param: 'amount' })
  expect((failure as FlowlixError).type).toBe('invalid_request_error')
  expect((failure as FlowlixError).requestId).toMatch(/^req_/)
  expect((failure as FlowlixError).docUrl).toMatch(/\/docs#error-parameter_invalid$/)
})

test('a payment of another merchant does not exist', async () => {
  const { id } = await (await clientOfNewMerchant()).payments.createSession(session)
  await expect(flowlix.payments.retrieve(id)).rejects.toMatchObject({ status: 404, code: 'resource_missing' })
})

test('all payments are listed page by page, each once, newest first', async () => {
  const merchant = await clientOfNewMerchant()
  const made: string[] = []
  for (let i = 0; i < 7; i++) {
    made.unshift((await merchant.payments.createSession(session)).id)
    await gateway.clock.advance(1)
  }
  const found: string[] = []
  for await (const payment of merchant.payments.all({ limit: 3 })) found.push(payment.id)
  expect(found).toEqual(made)
  const page = await merchant.payments.list({ limit: 2, status: 'pending', starting_after: made[0] })
  expect(page.data.map(({ id }) => id)).toEqual(made.slice(1, 3))
  expect(page.has_more).toBe(true)
  const none = await merchant.payments.list({ 'created[lt]': 1 })
  expect(none.data).toEqual([])
})
