/** Payments that are as large as they may be: lists of them are bounded, and their answers are kept. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, session, type TestApp } from '../support/app.ts'
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
  it('has fewer than asked on a page, tells that there are more, and leaves none out', async () => {
    const seen: string[] = []
    let page = await list('limit=100')
    for (; page.has_more; page = await list(`limit=100&starting_after=${seen.at(-1)}`)) {
      expect(page.data.length).toBeGreaterThan(0)
      seen.push(...page.data.map(({ id }) => id))
    }
    seen.push(...page.data.map(({ id }) => id))
    expect(seen).toEqual(ids)
  })

  it('is walked upwards in the same way', async () => {
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
