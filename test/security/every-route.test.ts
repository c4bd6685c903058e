/**
 * Every endpoint of the merchant API against everybody who must not use it and everything it must not take. A new
 * endpoint is in it at once, and the suite fails until the table below says how to use the endpoint properly.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from '../../src/acquirers/sandbox/sandbox-acquirer.ts'
import { endpoints } from '../../src/api/routes.ts'
import { hashApiKey } from '../../src/platform/api-key-hash.ts'
import { systemClock } from '../../src/platform/system-clock.ts'
import { systemRandom } from '../../src/platform/system-random.ts'
import { openTestApp, origin, session, type TestApp } from '../../verification/app/test-app.ts'
import { type ExpectedError, expectApiHeaders, expectError } from '../api/expect-error.ts'
import { quietLog } from '../contracts/sqlite/database-file.ts'
import { direct, settle, view } from '../stories/payments.ts'

/** A proper request to each endpoint, and what it answers. `which` thing it needs, where its path names one. */
type Use = Readonly<{ body?: object; status: number; which?: Which }>
type Which = 'open' | 'paid' | 'event' | 'endpoint' | 'delivery'
const ofEndpoint = { status: 200, which: 'endpoint' } as const
const receiver = { url: 'http://localhost:9999/webhooks' }
const uses: Readonly<Record<string, Use>> = {
  'POST /v1/payments/hpp': { body: session, status: 201 },
  'POST /v1/payments': { body: direct(), status: 201 },
  'GET /v1/payments': { status: 200 },
  'GET /v1/payments/:id': { status: 200, which: 'open' },
  'POST /v1/payments/:id/refund': { body: { reason: 'requested' }, status: 200, which: 'paid' },
  'POST /v1/payments/:id/cancel': { status: 200, which: 'open' },
  'GET /v1/events': { status: 200 },
  'GET /v1/events/:id': { status: 200, which: 'event' },
  'POST /v1/events/:id/resend': { status: 200, which: 'event' },
  'POST /v1/webhook_endpoints': { body: receiver, status: 201 },
  'GET /v1/webhook_endpoints': { status: 200 },
  'GET /v1/webhook_endpoints/:id': ofEndpoint,
  'POST /v1/webhook_endpoints/:id': { ...ofEndpoint, body: { description: 'New' } },
  'DELETE /v1/webhook_endpoints/:id': ofEndpoint,
  'POST /v1/webhook_endpoints/:id/enable': ofEndpoint,
  'POST /v1/webhook_endpoints/:id/disable': ofEndpoint,
  'POST /v1/webhook_endpoints/:id/roll_secret': ofEndpoint,
  'POST /v1/webhook_endpoints/:id/test': ofEndpoint,
  'POST /v1/webhook_endpoints/:id/recover': { ...ofEndpoint, body: { since: 0 } },
  'GET /v1/webhook_endpoints/:id/deliveries': ofEndpoint,
  'GET /v1/webhook_endpoints/:id/deliveries/:event_id': { status: 200, which: 'delivery' },
}
const names = endpoints.map(({ method, path }) => `${method} ${path}`)
const cases = endpoints.map((endpoint) => {
  const name = `${endpoint.method} ${endpoint.path}`
  return { name, ...endpoint, use: uses[name] ?? { status: 200 } }
})
type Case = (typeof cases)[number]
const ofThings = cases.filter(({ path }) => path.includes(':id'))
const withBody = cases.filter(({ body }) => body !== 'none')

const unknownId = 'pay_b2c3d4e5-f6a7-8901-bcde-f23456789012'
/** Of an event behind an endpoint, they are separated by a slash. */
const noId = 'none/none'
const allMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY']

let folder: string
let app: TestApp
let live: Sandbox
let keys: Readonly<Record<'mine' | 'other' | 'live' | 'revoked', string>>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flowlix-test-'))
  live = openSandbox({
    place: join(folder, 'live-bank.db'),
    log: quietLog,
    clock: systemClock,
    random: systemRandom,
    bankUrl: origin,
    refundDelayMs: 0,
  })
  app = await openTestApp({ folder, liveAcquirers: [live.acquirer] })
  keys = {
    mine: await app.newKey('test'),
    other: await app.newKey('test', 'other'),
    live: await app.newKey('live'),
    revoked: await app.newKey('test'),
  }
})

afterAll(async () => {
  await app.close()
  await live.close()
  rmSync(folder, { recursive: true, force: true })
})

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })

/** Refused by the sandbox like every number that is no test card; live mode takes no test cards. */
const noTestCard = '4929420573595709'

/** Something of the given key's merchant and mode: its ID, or two of them. */
async function newThing(which: Which, key: string): Promise<string> {
  if (which === 'open' || which === 'paid') return newPayment(which, key)
  if (which === 'event') return newEvent(key)
  // One that was made before would count towards the limit.
  const listed = await app.call('GET', '/v1/webhook_endpoints', undefined, bearer(key))
  for (const { id } of ((await listed.json()) as { data: { id: string }[] }).data)
    await app.call('DELETE', `/v1/webhook_endpoints/${id}`, undefined, bearer(key))
  const { id } = await view(app.call('POST', '/v1/webhook_endpoints', receiver, bearer(key)))
  return which === 'endpoint' ? id : `${id}/${await newEvent(key)}`
}

async function newEvent(key: string): Promise<string> {
  const payment = await newPayment('open', key)
  await app.call('POST', `/v1/payments/${payment}/cancel`, undefined, bearer(key))
  const listed = await app.call('GET', `/v1/events?payment=${payment}`, undefined, bearer(key))
  return ((await listed.json()) as { data: { id: string }[] }).data[0]?.id ?? 'none'
}

/** A payment of the given key's merchant and mode. */
async function newPayment(which: 'open' | 'paid', key: string): Promise<string> {
  const isOpen = which === 'open'
  const card = { ...direct().card, number: key === keys.live ? noTestCard : direct().card.number }
  const body = isOpen ? session : { ...direct(), card }
  const created = await app.call('POST', isOpen ? '/v1/payments/hpp' : '/v1/payments', body, bearer(key))
  const { id } = await view(created)
  await settle(app)
  return id
}

function use(one: Case, id: string, headers: Record<string, string>, body: unknown = one.use.body) {
  return app.call(one.method, pathOf(one, id), body, headers)
}

function pathOf({ path }: Case, id: string): string {
  const [first = '', second = first] = id.split('/')
  return path.replace(':id', first).replace(':event_id', second)
}

/** Status, headers and bytes, without what is new in every answer. */
async function traces(response: Response, id = '') {
  const requestId = response.headers.get('flowlix-request-id') ?? 'none'
  const headers = [...response.headers].filter(([name]) => !/request-id|remaining/.test(name))
  const text = (await response.text()).replaceAll(requestId, '').replaceAll(id, '')
  return { status: response.status, headers, text }
}

async function expectRefused(response: Promise<Response>, expected: ExpectedError): Promise<void> {
  await expectError(await response, expected)
}

it('knows how to use every endpoint there is', () => {
  expect(names.toSorted()).toEqual(Object.keys(uses).toSorted())
})

describe('a caller without permission', () => {
  const unauthorized = [401, 'invalid_api_key', null] as const
  const wrong: readonly (readonly [string, () => Record<string, string>])[] = [
    ['no key', () => ({ authorization: '' })],
    ['a wrong key', () => bearer(`fl_test_sk_${'x'.repeat(38)}`)],
    ['a malformed key', () => bearer('secret')],
    ['a key in the wrong mode', () => bearer(keys.mine.replace('_test_', '_live_'))],
    ['a key cut short', () => bearer(keys.mine.slice(0, -1))],
    ['the hash of a key', () => bearer(hashApiKey(keys.mine))],
    ['a revoked key', () => bearer(keys.revoked)],
  ]

  it('is refused as soon as a key is revoked', async () => {
    expect((await app.call('GET', '/v1/payments', undefined, bearer(keys.revoked))).status).toBe(200)
    const known = await app.app.storage.listApiKeys(app.merchantId)
    const record = known.find(({ hash }) => hash === hashApiKey(keys.revoked))
    expect(await app.app.storage.revokeApiKey(record?.id ?? '', app.clock.nowMs())).toBe(true)
    await expectRefused(app.call('GET', '/v1/payments', undefined, bearer(keys.revoked)), unauthorized)
  })

  describe.each(wrong)('%s', (_, headers) => {
    it.each(cases)('at $name', async (one) => {
      const id = one.use.which === undefined ? '' : await newThing(one.use.which, keys.mine)
      const version = await app.database.version()
      const [refused, absent] = [await use(one, id, headers()), await use(one, id, { authorization: '' })]
      expect(await traces(refused.clone())).toEqual(await traces(absent))
      await expectError(refused, unauthorized)
      expect(await app.database.version()).toBe(version)
    })

    it.each(['/v1/nothing', '/v1/'])('at %s, which reveals nothing either', async (path) => {
      await expectRefused(app.call('GET', path, undefined, headers()), unauthorized)
      await expectRefused(app.call('DELETE', path, undefined, headers()), unauthorized)
    })
  })
})

describe('a caller with permission', () => {
  it.each(cases)('may use $name', async (one) => {
    const id = one.use.which === undefined ? '' : await newThing(one.use.which, keys.mine)
    const response = await use(one, id, bearer(keys.mine))
    expect(response.status).toBe(one.use.status)
    expectApiHeaders(response, true)
    await settle(app)
  })
})

describe.each([
  ["what is another merchant's", 'other'],
  ["what is the other mode's", 'live'],
] as const)('%s', (_, owner) => {
  it.each(ofThings)('does not exist at $name, byte by byte', async (one) => {
    const { which = 'open' } = one.use
    const id = await newThing(which, keys[owner])
    const version = await app.database.version()
    const [theirs, unknown] = [
      await use(one, id, bearer(keys.mine)),
      await use(one, which === 'open' || which === 'paid' ? unknownId : noId, bearer(keys.mine)),
    ]
    expect(await traces(theirs.clone(), id)).toEqual(await traces(unknown, unknownId))
    await expectError(theirs, [404, 'resource_missing', 'id'])
    expect(await app.database.version()).toBe(version)
    if (which !== 'open' && which !== 'paid') return
    const left = await view(app.call('GET', `/v1/payments/${id}`, undefined, bearer(keys[owner])))
    expect(left.status).toBe(which === 'open' ? 'pending' : owner === 'live' ? 'failed' : 'succeeded')
  })

  it.each(['starting_after', 'ending_before'])('is no cursor for %s, byte by byte', async (name) => {
    const id = await newPayment('open', keys[owner])
    const list = (cursor: string): Promise<Response> =>
      app.call('GET', `/v1/payments?${name}=${cursor}`, undefined, bearer(keys.mine))
    const theirs = await list(id)
    expect(await traces(theirs.clone(), id)).toEqual(await traces(await list(unknownId), unknownId))
    await expectError(theirs, [400, 'parameter_invalid', name])
  })

  it('is in no list', async () => {
    const id = await newPayment('open', keys[owner])
    expect(
      await (await app.call('GET', '/v1/payments?limit=100', undefined, bearer(keys.mine))).text(),
    ).not.toContain(id)
  })
})

describe('whatever does not belong there', () => {
  const json = { 'content-type': 'application/json' }
  const target = async (one: Case): Promise<string> =>
    one.use.which === undefined ? '' : newThing(one.use.which, keys.mine)

  it.each(withBody)('a wrong content type at $name', async (one) => {
    const id = await target(one)
    const headers = { ...bearer(keys.mine), 'content-type': 'text/plain' }
    await expectRefused(use(one, id, headers, one.use.body ?? {}), [415, 'unsupported_media_type', null])
  })

  it.each(withBody)('too large a body at $name', async (one) => {
    const id = await target(one)
    const body = `{"x":"${'x'.repeat(512 * 1024)}"}`
    await expectRefused(use(one, id, { ...bearer(keys.mine), ...json }, body), [413, 'body_too_large', null])
  })

  it.each(withBody)('no JSON at $name', async (one) => {
    const id = await target(one)
    for (const body of ['{', '[]', 'null', '{"a":1,"a":1}']) {
      const refused = use(one, id, { ...bearer(keys.mine), ...json }, body)
      await expectRefused(refused, [400, 'parameter_invalid', null])
    }
  })

  it.each(cases)('another method at the path of $name', async (one) => {
    const id = await target(one)
    const path = pathOf(one, id)
    const known = endpoints.filter((other) => other.path === one.path).map(({ method }) => method)
    const allow = known.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
    const version = await app.database.version()
    for (const method of allMethods.filter((other) => !known.some((one) => one === other))) {
      const refused = await app.call(method, path, undefined, bearer(keys.mine))
      expect(refused.headers.get('allow')?.split(', ').toSorted()).toEqual(allow.toSorted())
      await expectError(refused, [405, 'method_not_allowed', null])
    }
    expect(await app.database.version()).toBe(version)
  })

  it.each(cases.filter(({ method }) => method === 'POST'))('a bad idempotency key at $name', async (one) => {
    const id = await target(one)
    const headers = { ...bearer(keys.mine), 'idempotency-key': 'k'.repeat(256) }
    await expectRefused(use(one, id, headers), [400, 'parameter_invalid', 'Idempotency-Key'])
  })

  it('has met no fault in all of this', () => {
    expect(app.logLines.filter((line) => line.includes('internal error'))).toEqual([])
  })
})
