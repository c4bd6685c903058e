/** The rate limit of a key belongs to the key, whichever of four nodes its requests reach. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { hashApiKey } from '../../src/platform/api-key-hash.ts'
import type { TestApp } from '../../verification/app/test-app.ts'
import { openTestNodes, type TestNodes } from '../../verification/app/test-nodes.ts'

const limit = 40
let opened: TestNodes

beforeEach(async () => {
  opened = await openTestNodes(4, () => ({ rateLimitPerMinute: limit }))
})

afterEach(() => opened.close())

const node = (i: number): TestApp => opened.nodes[i % opened.nodes.length] as TestApp
const get = (i: number): Promise<Response> => node(i).call('GET', '/v1/payments')
const remaining = (response: Response): number => Number(response.headers.get('x-ratelimit-remaining'))

async function flood(count: number): Promise<readonly number[]> {
  const responses = await Promise.all(Array.from({ length: count }, (_, i) => get(i)))
  return responses.map(({ status }) => status)
}

describe('a client that sends exactly its limit', () => {
  it('gets no 429 in several windows, one request after the other', async () => {
    for (let window = 0; window < 4; window++) {
      for (let i = 0; i < limit; i++) {
        const response = await get(i)
        expect(response.status).toBe(200)
        expect(remaining(response)).toBe(limit - 1 - i)
      }
      await opened.clock.advance(60_000)
    }
  })

  it('gets no 429 in several windows, all at once', async () => {
    for (let window = 0; window < 4; window++) {
      expect(new Set(await flood(limit))).toEqual(new Set([200]))
      await opened.clock.advance(60_000)
    }
  })

  it('reads the same end of the window on every node', async () => {
    await get(0)
    await opened.clock.advance(20_500)
    const ends = await Promise.all(
      [0, 1, 2, 3].map(async (i) => (await get(i)).headers.get('x-ratelimit-reset')),
    )
    expect(new Set(ends).size).toBe(1)
  })
})

describe('a client that sends more', () => {
  it('gets what its limit allows, and 429 for the rest', async () => {
    const statuses = await flood(4 * limit)
    expect(statuses.filter((status) => status === 200)).toHaveLength(limit)
    expect(statuses.filter((status) => status === 429)).toHaveLength(3 * limit)
    await opened.clock.advance(59_800)
    expect((await get(1)).status).toBe(429)
    await opened.clock.advance(200)
    expect((await get(2)).status).toBe(200)
  })

  it('is refused by a node that it has not asked before, which says for how long', async () => {
    for (let i = 0; i < limit; i++) await get(0)
    await opened.clock.advance(30_000)
    const response = await get(3)
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe('30')
  })
})

describe('a clock that is set', () => {
  it('back by an hour locks no key out, and forward by an hour opens no new window', async () => {
    await flood(limit)
    opened.clock.jump(-3_600_000)
    expect((await get(1)).status).toBe(429)
    await opened.clock.advance(60_000)
    expect((await get(1)).status).toBe(200)
    await flood(limit)
    opened.clock.jump(3_600_000)
    expect((await get(2)).status).toBe(429)
  })
})

describe('a limit of many thousands', () => {
  it('is counted by each node in steps, and never exceeded by more than 5 percent', async () => {
    await opened.close()
    opened = await openTestNodes(4, () => ({ rateLimitPerMinute: 4_000 }))
    const statuses: number[] = []
    for (let i = 0; i < 23; i++) statuses.push(...(await flood(200)))
    const served = statuses.filter((status) => status === 200).length
    expect(served).toBeGreaterThanOrEqual(4_000)
    expect(served).toBeLessThanOrEqual(4_200)
  })
})

describe('a database that takes no counts', () => {
  it('does not stop requests that only read, which each node then counts alone', async () => {
    const { shared } = node(0).app.storage
    const use = { requests: 1, bytes: 0, nowMs: 0, windowMs: 0, endedMs: null }
    await opened.readOnly()
    const ask = () =>
      shared?.useApiKey(hashApiKey(documentedTestKey), opened.clock.nowMs(), use).catch(() => 'reconnecting')
    await expect.poll(ask).toMatchObject({ usage: null })
    await Promise.all([1, 2, 3].map((i) => expect.poll(async () => (await get(i)).status).toBe(200)))
    const statuses = await flood(5 * limit)
    expect(statuses.filter((status) => status === 200)).toHaveLength(4 * limit - 3)
  })
})

describe('what a key may store', () => {
  it('is counted over all nodes', async () => {
    await opened.close()
    opened = await openTestNodes(4, () => ({ storedBytesPerDay: { test: 40_000, live: 0 } }))
    const body = { amount: 2500, currency: 'eur', redirect_url: 'https://shop.example.com/done' }
    const statuses: number[] = []
    for (let i = 0; i < 16; i++) statuses.push((await node(i).call('POST', '/v1/payments/hpp', body)).status)
    const created = statuses.filter((status) => status === 201).length
    // The limit, and what each of the other nodes has not told yet.
    expect(created).toBeLessThanOrEqual(10 + 3)
    expect(created).toBeGreaterThanOrEqual(10)
    expect(statuses.slice(created)).toEqual(statuses.slice(created).map(() => 429))
    await opened.clock.advance(24 * 3_600_000)
    expect((await node(1).call('POST', '/v1/payments/hpp', body)).status).toBe(201)
  })
})
