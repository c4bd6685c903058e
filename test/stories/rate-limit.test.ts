/** So many requests a minute for each key: of one process on SQLite, of all nodes together on PostgreSQL. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nodesDifferMs } from '../../src/core/key-usage.ts'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'
import { expectError } from '../api/expect-error.ts'
import { readConfig } from '../support/read-config.ts'
import { view } from './payments.ts'

const exceeded = [429, 'rate_limit_exceeded', null] as const
const unknownId = 'pay_b2c3d4e5-f6a7-8901-bcde-f23456789012'

let app: TestApp
beforeEach(async () => {
  app = await openTestApp({ rateLimitPerMinute: readConfig({}).rateLimitPerMinute })
})
afterEach(async () => {
  await app.close()
})

const get = (headers: Record<string, string> = {}): Promise<Response> =>
  app.call('GET', `/v1/payments/${unknownId}`, undefined, headers)

async function spend(count: number, headers: Record<string, string> = {}): Promise<void> {
  for (let i = 0; i < count; i++) expect((await get(headers)).status).toBe(404)
}

const number = (response: Response, name: string): number => Number(response.headers.get(name) ?? 'none')
const limits = (response: Response) =>
  ['limit', 'remaining', 'reset'].map((name) => number(response, `x-ratelimit-${name}`))

describe('the limit', () => {
  it('is 500 a minute unless set otherwise', () => {
    expect(readConfig({}).rateLimitPerMinute).toBe(500)
    expect(readConfig({ RATE_LIMIT_PER_MINUTE: '7' }).rateLimitPerMinute).toBe(7)
  })

  it('lets 500 requests through and refuses the next', async () => {
    const startSeconds = app.clock.nowMs() / 1_000
    expect(limits(await get())).toEqual([500, 499, startSeconds + 60])
    await spend(498)
    expect(limits(await get())).toEqual([500, 0, startSeconds + 60])
    await app.clock.advance(17_500)
    const refused = await get()
    expect(limits(refused)).toEqual([500, 0, startSeconds + 60])
    expect(number(refused, 'retry-after')).toBe(43)
    await expectError(refused, exceeded)
  })

  it('begins a new window 60 seconds after the first request, not after the last', async () => {
    // A count of several nodes begins again by so much earlier, because their times differ by less.
    const earlierMs = app.database.engine === 'postgres' ? nodesDifferMs : 0
    await spend(1)
    await app.clock.advance(59_000 - earlierMs)
    await spend(499)
    await app.clock.advance(999)
    await expectError(await get(), exceeded)
    await app.clock.advance(1 + earlierMs)
    const fresh = await get()
    expect([fresh.status, ...limits(fresh).slice(0, 2)]).toEqual([404, 500, 499])
    expect(number(fresh, 'x-ratelimit-reset')).toBe(Math.ceil((app.clock.nowMs() + 60_000) / 1_000))
  })

  it('does not begin before the first request', async () => {
    await app.clock.advance(45_000)
    expect(number(await get(), 'x-ratelimit-reset')).toBe(app.clock.nowMs() / 1_000 + 60)
  })

  it('is counted for each key separately, even of one merchant', async () => {
    const other = { authorization: `Bearer ${await app.newKey('test', 'same')}` }
    await spend(500)
    await expectError(await get(), exceeded)
    expect(limits(await get(other)).slice(0, 2)).toEqual([500, 499])
  })

  it('cannot be used up without the key', async () => {
    for (let i = 0; i < 600; i++) {
      expect((await get({ authorization: 'Bearer fl_test_sk_abc123def457' })).status).toBe(401)
    }
    expect(limits(await get()).slice(0, 2)).toEqual([500, 499])
  })
})

describe('a clock that is set', () => {
  it.each([
    ['back', -3_600_000],
    ['forward', 3_600_000],
  ])('%s by an hour neither locks a key out nor opens its window early', async (_, jumpMs) => {
    await spend(500)
    app.clock.jump(jumpMs)
    const refused = await get()
    await expectError(refused.clone(), exceeded)
    expect(number(refused, 'retry-after')).toBe(60)
    expect(number(refused, 'x-ratelimit-reset')).toBe(app.clock.nowMs() / 1_000 + 60)
    await app.clock.advance(60_000)
    expect((await get()).status).toBe(404)
  })
})

describe('a request over the limit', () => {
  it('does nothing, and holds no idempotency key', async () => {
    await spend(500)
    const rows = await app.database.rowCounts()
    const key = { 'idempotency-key': 'order-1' }
    for (let i = 0; i < 3; i++) {
      await expectError(await app.call('POST', '/v1/payments/hpp', session, key), exceeded)
    }
    expect(await app.database.rowCounts()).toEqual(rows)
    await app.clock.advance(60_000)
    expect((await app.call('POST', '/v1/payments/hpp', session, key)).status).toBe(201)
  })

  it('is refused whatever it requests', async () => {
    await spend(500)
    await expectError(await app.call('GET', '/v1/nothing'), exceeded)
    await expectError(await app.call('POST', '/v1/payments/hpp', '{'), exceeded)
    await expectError(await app.call('DELETE', '/v1/payments'), exceeded)
  })
})

describe('the headers', () => {
  it('are on every response to a known key, whatever its status', async () => {
    const open = await view(app.call('POST', '/v1/payments/hpp', session))
    const live = { authorization: `Bearer ${await app.newKey('live')}` }
    const key = { 'idempotency-key': 'k' }
    await app.call('POST', '/v1/payments/hpp', session, key)
    const answers = [
      [200, await app.call('GET', `/v1/payments/${open.id}`)],
      [200, await app.call('HEAD', `/v1/payments/${open.id}`)],
      [201, await app.call('POST', '/v1/payments/hpp', session)],
      [201, await app.call('POST', '/v1/payments/hpp', session, key)],
      [400, await app.call('POST', '/v1/payments/hpp', {})],
      [403, await app.call('POST', '/v1/payments/hpp', session, live)],
      [404, await app.call('GET', '/v1/nothing')],
      [405, await app.call('PUT', '/v1/payments')],
      [409, await app.call('POST', '/v1/payments/hpp', {}, key)],
      [413, await app.call('POST', '/v1/payments/hpp', ' '.repeat(600_000))],
      [415, await app.call('POST', '/v1/payments/hpp', session, { 'content-type': 'text/plain' })],
      [422, await app.call('POST', `/v1/payments/${open.id}/refund`, { reason: 'x' })],
    ] as const
    for (const [status, answer] of answers) {
      expect(answer.status).toBe(status)
      expect(limits(answer)[0]).toBe(500)
      expect(limits(answer).every(Number.isInteger)).toBe(true)
    }
  })

  it('are on no response to an unknown key', async () => {
    const { status, headers } = await get({ authorization: 'Bearer fl_test_sk_abc123def457' })
    expect(status).toBe(401)
    expect(
      [...headers.keys()].filter((name) => name.startsWith('x-ratelimit') || name === 'retry-after'),
    ).toEqual([])
  })
})

it('writes nothing that is kept, and over the limit nothing at all', async () => {
  await spend(1)
  const kept = await app.database.version()
  await spend(499)
  await expectError(await get(), exceeded)
  expect(await app.database.version()).toBe(kept)
  const all = await app.database.version('all')
  await expectError(await get(), exceeded)
  expect(await app.database.version('all')).toBe(all)
})
