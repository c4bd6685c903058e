/** The client when things go wrong: what it retries, when it gives up, and that a retry is the same request. */
import { afterEach, expect, test } from 'vitest'
import {
  Flowlix,
  FlowlixConnectionError,
  FlowlixError,
  FlowlixTimeoutError,
} from '../../client/src/flowlix.ts'
import { pauseBefore, readRetryAfterMs } from '../../client/src/retry.ts'
import {
  answer,
  breakOff,
  error,
  hang,
  hangUp,
  openRawServer,
  payment,
  type RawServer,
} from './raw-server.ts'

let server: RawServer
const session = { amount: 2500, currency: 'eur', redirect_url: 'https://shop.example.com/done' } as const

afterEach(() => server.close())

async function clientOf(steps: Parameters<typeof openRawServer>[0], options = {}): Promise<Flowlix> {
  server = await openRawServer(steps)
  return new Flowlix({ apiKey: 'fl_test_sk_abc123def456', baseUrl: server.url, ...options })
}

const keys = (): unknown[] => server.seen.map(({ headers }) => headers['idempotency-key'])

test.each([
  ['is unavailable', answer(503, error('service_unavailable'), { 'retry-after': '0' })],
  ['asks it to wait', answer(429, error('rate_limit_exceeded'), { 'retry-after': '0' })],
  [
    'still runs the first request with this key',
    answer(409, error('idempotency_key_in_use'), { 'retry-after': '0' }),
  ],
  ['is hidden behind a proxy that lost it', answer(502, '<html>Bad gateway</html>')],
  ['closes the connection', hangUp],
  ['closes the connection in the middle of a response', breakOff],
  ['sends half a body that looks complete', answer(201, '{"id":"pay_')],
])('a request to a gateway that %s is repeated with the same key and the same body', async (_, trouble) => {
  const flowlix = await clientOf([trouble, answer(201, payment)])
  expect((await flowlix.payments.createSession(session)).id).toBe(payment.id)
  expect(server.seen).toHaveLength(2)
  expect(keys()[0]).toMatch(/^[0-9a-f-]{36}$/)
  expect(keys()[1]).toBe(keys()[0])
  expect(server.seen[1]?.body).toBe(server.seen[0]?.body)
})

test('a request without a response in time is repeated with the same key', async () => {
  const flowlix = await clientOf([hang, answer(201, payment)], { timeoutMs: 200 })
  await flowlix.payments.createSession(session, { idempotencyKey: 'hpp-order-5678' })
  expect(keys()).toEqual(['hpp-order-5678', 'hpp-order-5678'])
})

test('a gateway that never responds leads to a timeout error that says how long it was', async () => {
  const flowlix = await clientOf([hang], { timeoutMs: 50, maxRetries: 1 })
  const failure = await flowlix.payments.retrieve(payment.id).catch((caught: unknown) => caught)
  expect(failure).toBeInstanceOf(FlowlixTimeoutError)
  expect(failure).toMatchObject({ timeoutMs: 50, status: null, type: null, code: null })
  expect(server.seen).toHaveLength(2)
})

test('a gateway that cannot be reached leads to a connection error with its cause', async () => {
  const flowlix = await clientOf([hangUp], { maxRetries: 2 })
  const failure = await flowlix.payments.retrieve(payment.id).catch((caught: unknown) => caught)
  expect(failure).toBeInstanceOf(FlowlixConnectionError)
  expect((failure as Error).cause).toBeInstanceOf(Error)
  expect(server.seen).toHaveLength(3)
})

test.each([400, 401, 403, 404, 409, 413, 422, 500])('status %i is final', async (status) => {
  const flowlix = await clientOf([answer(status, error('parameter_invalid', 'It is wrong.'))])
  const failure = await flowlix.payments.retrieve(payment.id).catch((caught: unknown) => caught)
  expect(failure).toBeInstanceOf(FlowlixError)
  expect(failure).toMatchObject({ status, type: 'api_error', code: 'parameter_invalid' })
  expect((failure as Error).message).toBe('It is wrong.')
  expect(failure).toMatchObject({ requestId: 'req_3v9k2m5x8q1t7w4z6y0b1c2d' })
  expect(server.seen).toHaveLength(1)
})

test.each([
  ['the first', 1, null, 100, 200],
  ['the third', 3, null, 400, 800],
  ['the tenth', 10, null, 2_500, 5_000],
  ['the first, with Retry-After,', 1, 3_000, 3_000, 3_000],
])(
  'the pause after %s try grows, varies, and is at least what the gateway asks for',
  (_, tries, asked, min, max) => {
    for (let i = 0; i < 100; i++) {
      const pauseMs = pauseBefore(tries, asked)
      expect(pauseMs).toBeGreaterThanOrEqual(min)
      expect(pauseMs).toBeLessThanOrEqual(max)
    }
  },
)

test.each([
  ['5', 5_000],
  ['0', 0],
  [null, null],
  ['soon', null],
  ['-1', null],
  ['Wed, 21 Oct 2026 07:28:00 GMT', null],
])('Retry-After %j is read as %j ms', (header, expected) => {
  expect(readRetryAfterMs(header)).toBe(expected)
})

test('a pause longer than the caller allows ends in the error', async () => {
  const flowlix = await clientOf([answer(429, error('rate_limit_exceeded'), { 'retry-after': '60' })], {
    maxRetryAfterMs: 1_000,
  })
  await expect(flowlix.payments.retrieve(payment.id)).rejects.toMatchObject({
    code: 'rate_limit_exceeded',
    retryAfterMs: 60_000,
  })
  expect(server.seen).toHaveLength(1)
})

test('a caller that aborts gets its own reason, during a request and between two tries', async () => {
  const flowlix = await clientOf([hang])
  const during = new AbortController()
  const running = flowlix.payments.retrieve(payment.id, { signal: during.signal })
  during.abort(new Error('the shop closes'))
  await expect(running).rejects.toThrow('the shop closes')
  await server.close()

  const later = await clientOf([answer(503, error('service_unavailable'), { 'retry-after': '30' })])
  const between = new AbortController()
  const waiting = later.payments.retrieve(payment.id, { signal: between.signal })
  await expect.poll(() => server.seen.length).toBe(1)
  between.abort(new Error('the shop closes'))
  await expect(waiting).rejects.toThrow('the shop closes')
})

test('a redirect is not followed, so the secret key stays with the gateway', async () => {
  const flowlix = await clientOf([answer(302, '', { location: '/elsewhere' })])
  await expect(flowlix.payments.retrieve(payment.id)).rejects.toMatchObject({ status: 302 })
  expect(server.seen).toHaveLength(1)
})

test.each(['..', '../../readyz', '', 'https://elsewhere.example'])(
  'the ID %j from an address bar reaches no path of the gateway',
  async (id) => {
    const flowlix = await clientOf([answer(200, payment)])
    await expect(flowlix.payments.retrieve(id)).rejects.toMatchObject({
      code: 'resource_missing',
      param: 'id',
    })
    expect(server.seen).toHaveLength(0)
  },
)

test('a string that is not a secret key is refused before anything is sent', () => {
  expect(() => new Flowlix({ apiKey: 'sk_live_other', baseUrl: 'http://localhost' })).toThrow(TypeError)
})
