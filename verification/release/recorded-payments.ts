/** Payments of every kind on a sandbox, and what its API said about them: what an upgrade must keep. */
import { testCode } from '../crash/customer.ts'
import { sandboxKey } from '../gateway-process.ts'

type Json = Readonly<Record<string, unknown>>
export type Recorded = Readonly<{
  /** What `GET /v1/payments/{id}` returned, oldest first. */
  payments: readonly Json[]
  /** A request that was made with an idempotency key, and its response. */
  repeated: Readonly<{ key: string; body: Json; response: Json }>
}>

export async function recordPayments(url: string): Promise<Recorded> {
  const repeated = await requestWithKey(url)
  const ids = [
    String(repeated.response.id),
    await session(url),
    await paid(url, { test_card: 'approved' }),
    await paid(url, { test_card: 'insufficient_funds' }),
    await paid(url, { test_card: 'challenge', challenge: 'pass' }),
    await paid(url, { test_card: 'challenge', challenge: 'fail' }),
    await paid(url, { test_card: 'challenge' }),
    await ended(url, '/expire'),
    await ended(url, '/leave'),
    await canceled(url),
    await direct(url),
    await refunded(url),
  ]
  return { payments: await Promise.all(ids.map((id) => readPayment(url, id))), repeated }
}

export async function readPayment(url: string, id: string): Promise<Json> {
  return call(url, 'GET', `/v1/payments/${id}`)
}

export async function call(
  url: string,
  method: string,
  path: string,
  body?: Json,
  headers: Readonly<Record<string, string>> = {},
): Promise<Json> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${sandboxKey}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return JSON.parse(text)
}

const terms = {
  amount: 2_500,
  currency: 'eur',
  redirect_url: 'https://shop.example.com/complete',
  description: 'Order 1001',
  metadata: { order: '1001' },
}

async function requestWithKey(url: string): Promise<Recorded['repeated']> {
  const key = 'order-1001'
  const response = await call(url, 'POST', '/v1/payments/hpp', terms, { 'idempotency-key': key })
  return { key, body: terms, response }
}

async function session(url: string): Promise<string> {
  return String((await call(url, 'POST', '/v1/payments/hpp', terms)).id)
}

async function paid(url: string, how: Json): Promise<string> {
  const id = await session(url)
  await call(url, 'POST', `/sandbox/v1/payments/${id}/pay`, how)
  return id
}

async function ended(url: string, action: '/expire' | '/leave'): Promise<string> {
  const id = await session(url)
  await call(url, 'POST', `/sandbox/v1/payments/${id}${action}`, {})
  return id
}

async function canceled(url: string): Promise<string> {
  const id = await session(url)
  await call(url, 'POST', `/v1/payments/${id}/cancel`, {})
  return id
}

async function direct(url: string): Promise<string> {
  const number = '4111111111111111'
  const card = { number, exp_month: 12, exp_year: 2040, cvc: testCode(number), holder_name: 'Robin Berg' }
  return String((await call(url, 'POST', '/v1/payments', { amount: 999, currency: 'usd', card })).id)
}

async function refunded(url: string): Promise<string> {
  const id = await paid(url, { test_card: 'approved' })
  await call(url, 'POST', `/v1/payments/${id}/refund`, { amount: 500, reason: 'returned' })
  for (;;) {
    const { refunds } = await readPayment(url, id)
    if (JSON.stringify(refunds).includes('"status":"succeeded"')) return id
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
