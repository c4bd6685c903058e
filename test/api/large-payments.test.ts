/** The largest possible payments: lists of them are bounded, and their responses are kept. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'
import { settle } from '../stories/payments.ts'
import { largestMetadata } from '../support/largest.ts'

type Page = Readonly<{ data: readonly { id: string }[]; has_more: boolean }>

const large = { ...session, metadata: largestMetadata(), description: '🂡'.repeat(500) }
const bodyBytesMax = 3_000_000

let app: TestApp
const ids: string[] = []

beforeAll(async () => {
  app = await openTestApp()
  for (let index = 0; index < 100; index++) {
    const response = await app.call('POST', '/v1/payments/hpp', large)
    expect(response.status).toBe(201)
    ids.unshift(((await response.json()) as { id: string }).id)
    await app.clock.advance(1)
  }
}, 60_000)
afterAll(() => app.close())

async function list(query: string): Promise<Page> {
  const response = await app.call('GET', `/v1/payments?${query}`)
  const body = await response.text()
  expect(response.status).toBe(200)
  expect(Buffer.byteLength(body)).toBeLessThan(bodyBytesMax)
  return JSON.parse(body) as Page
}

describe('a list of the largest payments', () => {
  it('has fewer per page than requested, says that there are more, and skips none', async () => {
    const seen: string[] = []
    let page = await list('limit=100')
    for (; page.has_more; page = await list(`limit=100&starting_after=${seen.at(-1)}`)) {
      expect(page.data.length).toBeGreaterThan(0)
      seen.push(...page.data.map(({ id }) => id))
    }
    seen.push(...page.data.map(({ id }) => id))
    expect(seen).toEqual(ids)
  })

  it('can be read backward in the same way', async () => {
    const seen: string[] = []
    let cursor = ids.at(-1)
    for (let hasMore = true; hasMore; cursor = seen[0]) {
      const page = await list(`limit=100&ending_before=${cursor}`)
      hasMore = page.has_more
      seen.unshift(...page.data.map(({ id }) => id))
    }
    expect(seen).toEqual(ids.slice(0, -1))
  })
})

describe('the largest possible response', () => {
  it('is kept, and replayed byte by byte', async () => {
    const card = { number: '4111111111111111', exp_month: 12, exp_year: 2030, cvc: '123', holder_name: 'Ada' }
    const { description, metadata } = large
    const quotes = Object.fromEntries(
      Object.keys(metadata).map((_, i) => [`${i}`.padEnd(255, '"'), '"'.repeat(500)]),
    )
    const body = { amount: 2_500, currency: 'eur', description, metadata: quotes, card }
    const created = await app.call('POST', '/v1/payments', body)
    const { id } = (await created.json()) as { id: string }
    await settle(app)
    const refund = (headers = {}) =>
      app.call('POST', `/v1/payments/${id}/refund`, { amount: 1, reason: '"'.repeat(50) }, headers)
    for (let count = 1; count < 100; count++) expect((await refund()).status).toBe(200)
    const key = { 'idempotency-key': 'the-last-one' }
    const last = await refund(key)
    const text = await last.text()
    expect([last.status, text.length > 100_000]).toEqual([200, true])
    const again = await refund(key)
    expect([again.status, again.headers.get('idempotent-replayed'), await again.text()]).toEqual([
      200,
      'true',
      text,
    ])
  })
})
