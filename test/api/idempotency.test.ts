/** Idempotency keys as in section 11 of the contract, sentence by sentence. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'
import {
  createSession,
  direct,
  payDirectly,
  payOnPage,
  read,
  refund,
  settle,
  view,
} from '../stories/payments.ts'
import { expectError } from './expect-error.ts'

const hourMs = 3_600_000
const path = '/v1/payments/hpp'
const inUse = [409, 'idempotency_key_in_use', 'Idempotency-Key'] as const

let app: TestApp
let keys = 0
const newKey = (): string => `order-${keys++}`
const withKey = (key: string, more: Record<string, string> = {}) => ({ 'idempotency-key': key, ...more })
const create = (key: string, body: unknown = session, headers = {}): Promise<Response> =>
  app.call('POST', path, body, withKey(key, headers))

beforeAll(async () => {
  app = await openTestApp()
})
afterAll(async () => {
  await app.close()
})

/** Everything that must be equal in a repeated answer; the rest must be fresh. */
async function kept(response: Response) {
  const fresh = /^(?:flowlix-request-id|x-ratelimit-.*|idempotent-replayed)$/
  const headers = [...response.headers].filter(([name]) => !fresh.test(name))
  return { status: response.status, body: await response.text(), headers }
}

describe('a repeated request', () => {
  it('gets the same status, content type, and bytes, and creates nothing', async () => {
    const key = newKey()
    const first = await kept(await create(key))
    const rows = await app.database.rowCounts()
    for (let i = 0; i < 3; i++) expect(await kept(await create(key))).toEqual(first)
    expect(await app.database.rowCounts()).toEqual(rows)
    expect(first.status).toBe(201)
  })

  it('gets the first response even after the payment has changed', async () => {
    const key = newKey()
    const first = await create(key)
    const { id, status } = await view(first.clone())
    expect((await payOnPage(app, id)).status).toBe('succeeded')
    await refund(app, id)
    await settle(app)
    expect(await kept(await create(key))).toEqual(await kept(first))
    expect(status).toBe('pending')
    expect((await read(app, id)).refunded_amount).toBe(2500)
  })

  it('gets a new request ID, and counts toward the rate limit', async () => {
    const key = newKey()
    const [first, second] = [await create(key), await create(key)]
    const header = (response: Response, name: string): string => response.headers.get(name) ?? ''
    expect(header(second, 'flowlix-request-id')).not.toBe(header(first, 'flowlix-request-id'))
    expect(Number(header(second, 'x-ratelimit-remaining'))).toBe(
      Number(header(first, 'x-ratelimit-remaining')) - 1,
    )
  })

  it('charges the card of a direct payment once', async () => {
    const key = newKey()
    const first = await app.call('POST', '/v1/payments', direct(), withKey(key))
    await settle(app)
    const rows = await app.database.rowCounts()
    const again = await app.call('POST', '/v1/payments', direct(), withKey(key))
    expect(await kept(again)).toEqual(await kept(first))
    await settle(app)
    expect(await app.database.rowCounts()).toEqual(rows)
  })

  it('refunds once', async () => {
    const { id } = await payDirectly(app)
    const ask = (): Promise<Response> =>
      app.call('POST', `/v1/payments/${id}/refund`, { reason: 'x', amount: 1000 }, withKey('refund-once'))
    const first = await kept(await ask())
    await settle(app)
    expect(await kept(await ask())).toEqual(first)
    expect(await read(app, id)).toMatchObject({ refunded_amount: 1000, refunds: [{ amount: 1000 }] })
  })

  it('cancels once', async () => {
    const { id } = await createSession(app)
    const ask = (): Promise<Response> =>
      app.call('POST', `/v1/payments/${id}/cancel`, undefined, withKey('cancel-once'))
    const first = await kept(await ask())
    expect(await kept(await ask())).toEqual(first)
    expect(first.status).toBe(200)
    await expectError(await app.call('POST', `/v1/payments/${id}/cancel`), [
      422,
      'payment_not_cancelable',
      null,
    ])
  })

  it('is not looked up for GET', async () => {
    const key = newKey()
    const { id } = await view(create(key))
    const ask = (): Promise<Response> => app.call('GET', `/v1/payments/${id}`, undefined, withKey(key))
    expect((await ask()).status).toBe(200)
    expect((await payOnPage(app, id)).status).toBe('succeeded')
    expect(await view(ask())).toMatchObject({ status: 'succeeded' })
  })
})

describe('while the first request is still in progress', () => {
  it('a retry is refused, and replayed once the first request has ended', async () => {
    const key = newKey()
    const running = create(key)
    const refused = await create(key)
    expect(refused.headers.get('retry-after')).toBe('1')
    expect((await expectError(refused, inUse)).message).toContain('still in progress')
    const first = await kept(await running)
    expect(await kept(await create(key))).toEqual(first)
  })

  it('a different request is refused without Retry-After', async () => {
    const key = newKey()
    const running = create(key)
    const refused = await create(key, { ...session, amount: 1 })
    expect(refused.headers.get('retry-after')).toBeNull()
    expect((await expectError(refused, inUse)).message).toContain('a different request')
    expect((await running).status).toBe(201)
  })

  it('creates one payment from 50 concurrent requests', async () => {
    const key = newKey()
    const before = (await app.database.rowCounts()).payments ?? 0
    const answers = await Promise.all(Array.from({ length: 50 }, () => create(key)))
    const created = await Promise.all(answers.filter(({ status }) => status === 201).map(view))
    expect(new Set(created.map(({ id }) => id)).size).toBe(1)
    for (const answer of answers.filter(({ status }) => status !== 201)) await expectError(answer, inUse)
    expect((await app.database.rowCounts()).payments).toBe(before + 1)
  })
})

describe('a key is released', () => {
  it('by 4xx, so that the corrected request can use it', async () => {
    const key = newKey()
    await expectError(await create(key, { ...session, amount: 0 }), [400, 'parameter_invalid', 'amount'])
    await expectError(await create(key, '{'), [400, 'parameter_invalid', null])
    expect((await create(key)).status).toBe(201)
  })

  it('by 422', async () => {
    const { id } = await payDirectly(app)
    const ask = (amount: number): Promise<Response> =>
      app.call('POST', `/v1/payments/${id}/refund`, { reason: 'x', amount }, withKey('refund-corrected'))
    await expectError(await ask(2501), [422, 'refund_amount_too_large', 'amount'])
    expect((await ask(2500)).status).toBe(200)
    await settle(app)
  })

  it('by 403', async () => {
    const authorization = `Bearer ${await app.newKey('live')}`
    const key = newKey()
    const rows = await app.database.rowCounts()
    for (let i = 0; i < 2; i++) {
      await expectError(await create(key, session, { authorization }), [403, 'permission_denied', null])
    }
    expect(await app.database.rowCounts()).toEqual(rows)
  })

  it('after 24 hours, and not before', async () => {
    const key = newKey()
    const first = await kept(await create(key))
    await app.clock.advance(24 * hourMs - 1)
    await app.work()
    expect(await kept(await create(key))).toEqual(first)
    await expectError(await create(key, { ...session, amount: 1 }), inUse)
    await app.clock.advance(1)
    const second = await create(key, { ...session, amount: 1 })
    expect(await view(second)).toMatchObject({ amount: 1 })
    await expectError(await create(key), inUse)
  })

  it('after 24 hours, even if the worker has removed the record', async () => {
    const key = newKey()
    const first = await kept(await create(key))
    await app.clock.advance(24 * hourMs + 1)
    await app.work()
    const second = await kept(await create(key))
    expect(second.status).toBe(201)
    expect(second.body).not.toBe(first.body)
  })
})

describe('the scope of an idempotency key', () => {
  it.each(['same', 'other'] as const)(
    'does not include another API key of the %s merchant',
    async (merchant) => {
      const authorization = `Bearer ${await app.newKey('test', merchant)}`
      const key = newKey()
      const mine = await kept(await create(key))
      const theirs = await create(key, { ...session, amount: 7 }, { authorization })
      expect(await view(theirs)).toMatchObject({ amount: 7 })
      expect(await kept(await create(key))).toEqual(mine)
    },
  )
})

it('two API keys can use the same idempotency key at the same time', async () => {
  const authorization = `Bearer ${await app.newKey('test', 'other')}`
  const key = newKey()
  const answers = await Promise.all([create(key), create(key, session, { authorization })])
  expect(answers.map(({ status }) => status)).toEqual([201, 201])
})
