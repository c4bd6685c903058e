/** The stream of events: what happens is sent at once, and what was missed after a cut. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { listen } from '../../src/http/server.ts'
import { systemClock } from '../../src/platform/system-clock.ts'
import { openTestApp, origin, session, type TestApp } from '../../verification/app/test-app.ts'
import { freePort } from '../../verification/gateway-process.ts'
import { expectError } from './expect-error.ts'
import { readerOf, type StreamReader } from './stream-reader.ts'

let app: TestApp
let streams: StreamReader[]
beforeEach(async () => {
  app = await openTestApp()
  streams = []
})
afterEach(async () => {
  for (const stream of streams) await stream.close()
  await app.close()
})

async function open(headers: Record<string, string> = {}, gateway = app): Promise<StreamReader> {
  const response = await gateway.call('GET', '/v1/events/stream', undefined, headers)
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
  ])
  const reader = readerOf(response)
  streams.push(reader)
  return reader
}

/** False where there are too many. */
async function opens(): Promise<boolean> {
  const response = await app.call('GET', '/v1/events/stream')
  if (response.status !== 200) return false
  streams.push(readerOf(response))
  return true
}

async function canceled(headers: Record<string, string> = {}): Promise<string> {
  const created = await app.call('POST', '/v1/payments/hpp', session, headers)
  const { id } = (await created.json()) as { id: string }
  await app.call('POST', `/v1/payments/${id}/cancel`, undefined, headers)
  const listed = await app.call('GET', `/v1/events?payment=${id}`, undefined, headers)
  const { data } = (await listed.json()) as { data: { id: string }[] }
  return data[0]?.id ?? ''
}

const bodyOf = async (id: string): Promise<string> => (await app.call('GET', `/v1/events/${id}`)).text()

/** As by another process: no stream of this one is told. */
async function canceledElsewhere(): Promise<string> {
  const { eventListeners } = app.app.gateway
  const { tell } = eventListeners
  Object.assign(eventListeners, { tell: () => {} })
  const id = await canceled()
  Object.assign(eventListeners, { tell })
  return id
}

describe('the stream of events', () => {
  it('sends what happens, byte for byte, and nothing that happened before', async () => {
    await canceled()
    await app.clock.advance(1)
    const stream = await open()
    const waiting = stream.next()
    const id = await canceled()
    expect(await waiting).toEqual({ id, event: 'payment.canceled', data: await bodyOf(id) })
  })

  it('continues after a cut with what was missed', async () => {
    const first = await canceled()
    await app.clock.advance(11_000)
    const seen = await canceled()
    await app.clock.advance(20_000)
    const missed = [await canceled(), await canceled()]
    const stream = await open({ 'Last-Event-ID': seen })
    expect([(await stream.next())?.id, (await stream.next())?.id]).toEqual(missed)
    const again = await open({ 'Last-Event-ID': first })
    expect((await again.next())?.id).toBe(seen)
  })

  it('sends what another process has saved, within a second', async () => {
    const stream = await open()
    const waiting = stream.next()
    const id = await canceledElsewhere()
    await app.clock.advance(1_000)
    expect((await waiting)?.id).toBe(id)
  })

  it('passes over what it has already sent without waiting, however much that is', async () => {
    const stream = await open()
    const many: string[] = []
    for (let count = 0; count < 101; count++) {
      const waiting = stream.next()
      many.push(await canceled())
      expect((await waiting)?.id).toBe(many.at(-1))
    }
    const waiting = stream.next()
    const id = await canceledElsewhere()
    await app.clock.advance(1_000)
    expect((await waiting)?.id).toBe(id)
  })

  it('sends each event once, and once more, without an ID, when it is sent again', async () => {
    const stream = await open()
    const waiting = stream.next()
    const first = await canceled()
    expect((await waiting)?.id).toBe(first)
    const again = stream.next()
    await app.call('POST', `/v1/events/${first}/resend`)
    expect(await again).toEqual({ event: 'payment.canceled', data: await bodyOf(first) })
    const next = stream.next()
    const second = await canceled()
    expect((await next)?.id).toBe(second)
  })

  it('passes over what is sent again and has been removed before it was read', async () => {
    const removed = await canceled()
    await app.clock.advance(1)
    const stream = await open()
    const { eventListeners, storage } = app.app.gateway
    const event = await storage.findEvent({ merchantId: app.merchantId, mode: 'test' }, removed)
    if (event === null) throw new Error('there is no event')
    const atMs = app.clock.nowMs()
    const id = app.app.gateway.newUlid(atMs)
    await storage.resendEvent({ id, owner: event, event, endpointId: null, atMs, keep: () => null })
    expect(await storage.purgeEvents(atMs, 10)).toBe(1)
    const waiting = stream.next()
    eventListeners.tell([event])
    const next = await canceled()
    expect((await waiting)?.id).toBe(next)
  })

  it('sends only what belongs to the merchant and mode of the key', async () => {
    const other = { authorization: `Bearer ${await app.newKey('test', 'other')}` }
    const stream = await open()
    const waiting = stream.next()
    await canceled(other)
    const own = await canceled()
    expect((await waiting)?.id).toBe(own)
  })

  it('ends when the gateway stops, which accepts no other', async () => {
    const stream = await open()
    const waiting = stream.next()
    app.app.stopAccepting()
    expect(await waiting).toBeNull()
    const refused = await app.call('GET', '/v1/events/stream')
    await expectError(refused, [503, 'service_unavailable', null])
    expect(refused.headers.get('retry-after')).toBe('1')
  })

  it('ends when its key is revoked', async () => {
    const authorization = `Bearer ${await app.newKey('test')}`
    const stream = await open({ authorization })
    const waiting = stream.next()
    const keys = await app.app.storage.listApiKeys(app.merchantId)
    for (const { id } of keys) await app.app.storage.revokeApiKey(id, app.clock.nowMs())
    await app.clock.advance(16_000)
    expect(await waiting).toBeNull()
  })

  it('is refused without a key, after an unknown event, and beyond twenty for each key', async () => {
    const withoutKey = await app.request('/v1/events/stream')
    await expectError(withoutKey, [401, 'invalid_api_key', null])
    const unknown = await app.call('GET', '/v1/events/stream', undefined, { 'Last-Event-ID': 'evt_1' })
    await expectError(unknown, [400, 'parameter_invalid', 'Last-Event-ID'])
    for (let count = 0; count < 20; count++) void (await open()).next()
    await new Promise((resolve) => setImmediate(resolve))
    await expectError(await app.call('GET', '/v1/events/stream'), [429, 'rate_limit_exceeded', null])
    await streams.pop()?.close()
    await expect.poll(opens).toBe(true)
  })

  it('is not opened by HEAD', async () => {
    const response = await app.call('HEAD', '/v1/events/stream')
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET'])
  })

  it('counts requests that come at the same time', async () => {
    const opened = await Promise.all(Array.from({ length: 25 }, opens))
    expect(opened.filter((isOpen) => isOpen)).toHaveLength(20)
    for (const stream of streams.splice(0)) await stream.close()
    await expect.poll(opens).toBe(true)
  })

  it('makes room for another one when its client leaves without having read everything', async () => {
    const seen = await canceled()
    for (let count = 0; count < 5; count++) await canceled()
    for (let count = 0; count < 20; count++) await (await open({ 'Last-Event-ID': seen })).next()
    expect(await opens()).toBe(false)
    for (const stream of streams.splice(0)) await stream.close()
    await expect.poll(opens).toBe(true)
  })

  it('goes through the server, and does not keep it from stopping', async () => {
    const port = await freePort()
    const gateway = await openTestApp({
      apiUrl: `http://localhost:${port}`,
      payUrl: origin,
      clock: systemClock,
    })
    const options = { port, host: '127.0.0.1', apiUrl: '', payUrl: '', requestId: () => 'req_0' }
    const server = await listen(gateway.app.fetch, { ...options, direct: gateway.app.direct })
    const headers = { authorization: `Bearer ${documentedTestKey}` }
    const response = await fetch(`http://localhost:${port}/v1/events/stream`, { headers })
    const stream = readerOf(response)
    const created = await fetch(`http://localhost:${port}/v1/payments/hpp`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(session),
    })
    const { id } = (await created.json()) as { id: string }
    await fetch(`http://localhost:${port}/v1/payments/${id}/cancel`, { method: 'POST', headers })
    expect(await stream.next()).toMatchObject({ event: 'payment.canceled' })
    gateway.app.stopAccepting()
    expect(await stream.next()).toBeNull()
    await server.stop()
    await gateway.close()
  })
})
