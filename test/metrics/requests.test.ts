/** Metrics of requests: counted by route pattern and status, whatever clients send, and refusals by their limit. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { session } from '../../verification/app/test-app.ts'
import { RawConnection } from '../api/raw-connection.ts'
import { defaultThrottles, strangeCard } from '../throttles/limited-app.ts'
import { type MeasuredApp, openMeasuredApp } from './measured-app.ts'
import type { Labels } from './scrape.ts'

const durations = 'flowlix_http_request_duration_seconds_count'
const json = { 'content-type': 'application/json' }
const authorized = { authorization: `Bearer ${documentedTestKey}`, ...json }

let app: MeasuredApp
beforeAll(async () => {
  app = await openMeasuredApp({ throttles: defaultThrottles })
})
afterAll(() => app.close())

const create = () =>
  fetch(`${app.url}/v1/payments/hpp`, { method: 'POST', headers: authorized, body: JSON.stringify(session) })
const newId = async () => ((await (await create()).json()) as { id: string }).id

/** A request is counted when its connection is done with it, which may be later than its client. */
async function expectCount(name: string, labels: Labels, count: number): Promise<void> {
  await expect.poll(async () => (await app.scrape()).value(name, labels)).toBe(count)
}

describe('a request is counted', () => {
  it('by method, route, and status, with its duration', async () => {
    for (let i = 0; i < 3; i++) await create()
    await expectCount(durations, { method: 'POST', route: '/v1/payments/hpp', status: '201' }, 3)
    const scrape = await app.scrape()
    expect(scrape.value('flowlix_http_request_duration_seconds_bucket', { le: '20', status: '201' })).toBe(3)
    expect(scrape.value('flowlix_http_request_duration_seconds_sum', { status: '201' })).toBeGreaterThan(0)
  })

  it('by the pattern of its route, which contains neither the payment nor the token of a form', async () => {
    const id = await newId()
    await fetch(`${app.url}/v1/payments/${id}`, { headers: authorized })
    const html = await (await fetch(`${app.url}/hpp/${id}`)).text()
    const action = /action="([^"]+\/pay\/[^"]+)"/.exec(html)?.[1] ?? ''
    await fetch(app.url + action, { method: 'POST', body: new URLSearchParams({ number: '4111' }) })
    await expectCount(durations, { method: 'GET', route: '/v1/payments/:id', status: '200' }, 1)
    await expectCount(durations, { method: 'GET', route: '/hpp/:id', status: '200' }, 1)
    await expectCount(durations, { method: 'POST', route: '/hpp/:id/pay/:token' }, 1)
  })

  it('without a route if no module knows its path, and without its method if it is unusual', async () => {
    await fetch(`${app.url}/wp-admin/${'x'.repeat(50)}`)
    await fetch(`${app.url}/another-unknown-path`, { method: 'DELETE' })
    await expectCount(durations, { method: 'GET', route: 'none', status: '404' }, 1)
    await expectCount(durations, { method: 'other', route: 'none' }, 1)
  })

  it('even if it is not HTTP', async () => {
    const connection = await RawConnection.open(app.port)
    connection.send('not http\r\n\r\n')
    await connection.lastAnswer()
    await expectCount(durations, { method: 'other', route: 'none', status: '400' }, 1)
  })
})

describe('a request that a limit refuses is counted by that limit:', () => {
  const from = (address: string) => ({ 'x-forwarded-for': address })
  const throttled = 'flowlix_throttled_requests_total'

  it('guessed API keys', async () => {
    const guess = (i: number) =>
      fetch(`${app.url}/v1/payments`, {
        headers: { ...from('198.51.100.1'), authorization: `Bearer fl_test_sk_${i}` },
      })
    for (let i = 0; i < 25; i++) await guess(i)
    await expectCount(throttled, { rule: 'failed_keys' }, 5)
  })

  it('guessed payment pages', async () => {
    const page = (i: number) => `/hpp/pay_00000000-0000-0000-0000-${String(i).padStart(12, '0')}`
    for (let i = 0; i < 33; i++) await fetch(app.url + page(i), { headers: from('198.51.100.2') })
    await expectCount(throttled, { rule: 'unknown_pages' }, 3)
  })

  it('waiting pages that ask too often', async () => {
    const id = await newId()
    const { statusPerMinute } = defaultThrottles
    for (let i = 0; i < statusPerMinute + 2; i++) await fetch(`${app.url}/hpp/${id}/status`)
    await expectCount(throttled, { rule: 'status_polls' }, 2)
  })

  it('cards of an address with many declines', async () => {
    const pay = async (i: number) => {
      const html = await (await fetch(`${app.url}/hpp/${await newId()}`)).text()
      const action = /action="([^"]+\/pay\/[^"]+)"/.exec(html)?.[1] ?? ''
      const card = { number: strangeCard(i), expiry: '12/30', cvc: '123', name: 'Alex', email: 'a@b.co' }
      const headers = { ...from('198.51.100.3'), origin: 'http://localhost:4242' }
      const body = new URLSearchParams(card)
      return (await fetch(app.url + action, { method: 'POST', body, headers, redirect: 'manual' })).status
    }
    for (let i = 0; i < 12; i++) await pay(i)
    await expectCount('flowlix_card_posts_refused_total', { rule: 'declines_by_address' }, 2)
    await expectCount(throttled, { rule: 'other' }, 0)
  })

  it('requests of a key, and what a key stores', async () => {
    const limited = await openMeasuredApp({
      rateLimitPerMinute: 3,
      storedBytesPerDay: { test: 1, live: 1 },
    })
    const ask = (path: string, init: RequestInit = {}) =>
      fetch(limited.url + path, { headers: authorized, ...init })
    const body = JSON.stringify(session)
    expect((await ask('/v1/payments/hpp', { method: 'POST', body })).status).toBe(201)
    expect((await ask('/v1/payments/hpp', { method: 'POST', body })).status).toBe(429)
    expect((await ask('/v1/payments')).status).toBe(200)
    expect((await ask('/v1/payments')).status).toBe(429)
    await expect
      .poll(async () => (await limited.scrape()).value(throttled, { rule: 'requests_by_key' }))
      .toBe(1)
    expect((await limited.scrape()).value(throttled, { rule: 'storage_by_key' })).toBe(1)
    await limited.close()
  })

  it('connections', async () => {
    app.metrics.connectionsRefused(7)
    await expectCount('flowlix_connections_refused_total', {}, 7)
  })
})
