/**
 * When the outcome of a commit is unknown or the storage is unavailable, the response is 503. It says that a retry with the
 * same key is carried out once or not at all, and that is true.
 */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { RunningKeys } from '../../src/api/idempotency.ts'
import { PaymentBodies } from '../../src/api/payment-bodies.ts'
import { RateLimit } from '../../src/api/rate-limit.ts'
import { createApi } from '../../src/api/routes.ts'
import { StorageBudget } from '../../src/api/storage-budget.ts'
import { RequestContext } from '../../src/request-context.ts'
import { noThrottles, Throttles } from '../../src/throttles/throttles.ts'
import { openTestApp, origin, session, type TestApp } from '../../verification/app/test-app.ts'
import { type FaultPort, faultPort, type StorageFault } from '../operations/faulty-storage.ts'
import { type PaymentView, payDirectly, read, settle } from '../stories/payments.ts'
import { expectError } from './expect-error.ts'

let app: TestApp
let port: FaultPort
let api: ReturnType<typeof createApi>
let keys = 0

beforeAll(async () => {
  app = await openTestApp()
  port = faultPort(app.app.storage)
  const { gateway } = app.app
  api = createApi({
    gateway: { ...gateway, storage: port.storage },
    payUrl: origin,
    docsUrl: `${origin}/docs`,
    rateLimit: new RateLimit(1_000_000),
    sharedUsage: null,
    runningKeys: new RunningKeys(),
    storageBudget: new StorageBudget({ test: 0, live: 0 }, gateway.clock, gateway.log),
    throttles: new Throttles(noThrottles, new Uint8Array(32)),
    bodies: new PaymentBodies('https://pay.example'),
    acceptsDocumentedKey: true,
  })
})
afterAll(() => app.close())

function post(path: string, body: object, key: string): Response | Promise<Response> {
  const headers = {
    authorization: `Bearer ${documentedTestKey}`,
    'content-type': 'application/json',
    'idempotency-key': key,
  }
  const request = new Request(origin + path, { method: 'POST', headers, body: JSON.stringify(body) })
  return api.fetch(request, { context: new RequestContext(`req_doubt${keys}`) })
}

async function expectUnavailable(response: Response): Promise<void> {
  expect(response.headers.get('retry-after')).toMatch(/^[1-9][0-9]*$/)
  const { message } = await expectError(response, [503, 'service_unavailable', null])
  expect(message).toContain('once or not at all')
}

async function payments(): Promise<number> {
  const list = (await (await app.call('GET', '/v1/payments?limit=100')).json()) as { data: unknown[] }
  return list.data.length
}

const outages: readonly (readonly [string, StorageFault, string])[] = [
  ['a commit that happened, but was not acknowledged', 'unknown_done', 'the acknowledgment was lost'],
  ['a commit that was cut off', 'unknown_undone', 'the commit was cut off'],
  ['a storage that is away', 'unavailable', 'the storage is away'],
]

describe.each(outages)('%s', (_, fault, reason) => {
  it('is the reason in the log', async () => {
    port.fail('create', fault)
    await expectUnavailable(await post('/v1/payments/hpp', session, `doubt-${keys++}`))
    const [line = ''] = app.logLines.filter((one) => one.includes('could not be served')).slice(-1)
    expect(JSON.parse(line)).toMatchObject({ requestId: `req_doubt${keys}`, reason })
  })

  it('creates one payment, at the latest with the retry', async () => {
    const key = `doubt-${keys++}`
    const before = await payments()
    port.fail('create', fault)
    await expectUnavailable(await post('/v1/payments/hpp', session, key))
    const repeated = await post('/v1/payments/hpp', session, key)
    expect(repeated.status).toBe(201)
    expect(repeated.headers.get('idempotent-replayed')).toBe(fault === 'unknown_done' ? 'true' : null)
    expect(await payments()).toBe(before + 1)
  })

  it('refunds once, at the latest with the retry', async () => {
    const key = `doubt-${keys++}`
    const { id } = await payDirectly(app)
    const refund = () => post(`/v1/payments/${id}/refund`, { reason: 'returned', amount: 1_000 }, key)
    port.fail('save', fault)
    await expectUnavailable(await refund())
    expect((await refund()).status).toBe(200)
    await settle(app)
    const { refunded_amount, refunds }: PaymentView = await read(app, id)
    expect([refunded_amount, refunds.length]).toEqual([1_000, 1])
  })
})
