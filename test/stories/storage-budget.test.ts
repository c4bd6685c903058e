/** What one key may store in a day: enough for any shop, and too little to fill a disk. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'
import { expectError } from '../api/expect-error.ts'
import { largestMetadata } from '../support/largest.ts'

const exceeded = [429, 'rate_limit_exceeded', null] as const
const dayMs = 24 * 3_600_000
const large = { ...session, metadata: largestMetadata() }

let app: TestApp
beforeEach(async () => {
  app = await openTestApp({ storedBytesPerDay: { test: 1_000_000, live: 0 } })
})
afterEach(() => app.close())

const create = (body: object = large, headers: Record<string, string> = {}): Promise<Response> =>
  app.call('POST', '/v1/payments/hpp', body, headers)

/** How many large payments it takes until one is refused, and the refusal. */
async function createUntilRefused(headers: Record<string, string> = {}) {
  for (let created = 0; created < 20; created++) {
    const response = await create(large, headers)
    if (response.status !== 201) return { created, refusal: response }
  }
  throw new Error('nothing was refused')
}

it('a key that has used up its share is refused for the rest of the day, with the time when it ends', async () => {
  const { created, refusal } = await createUntilRefused()
  expect(created).toBeGreaterThan(1)
  expect(Number(refusal.headers.get('retry-after'))).toBe(dayMs / 1_000)
  await expectError(refusal, exceeded)
  await app.clock.advance(dayMs - 1_000)
  const later = await create(session)
  expect(later.headers.get('retry-after')).toBe('1')
  await expectError(later, exceeded)
  await app.clock.advance(1_000)
  expect((await create()).status).toBe(201)
})

it('reading, refused requests, and replayed responses store nothing', async () => {
  const key = { 'idempotency-key': 'once' }
  const first = await create(large, key)
  for (let count = 0; count < 10; count++) {
    expect((await create(large, key)).headers.get('idempotent-replayed')).toBe('true')
    expect((await create({ ...large, amount: 0 })).status).toBe(400)
  }
  expect((await create(session)).status).toBe(201)
  await createUntilRefused()
  const { id } = (await first.json()) as { id: string }
  expect((await app.call('GET', `/v1/payments/${id}`)).status).toBe(200)
  expect((await create(large, key)).status).toBe(201)
})

it('other keys have shares of their own, and the log says once which one is used up', async () => {
  const other = { authorization: `Bearer ${await app.newKey('test')}` }
  const live = { authorization: `Bearer ${await app.newKey('live', 'other')}` }
  await createUntilRefused()
  await expectError(await create(session), exceeded)
  expect((await create(large, other)).status).toBe(201)
  expect((await create(large, live)).status).not.toBe(429)
  expect(app.logLines.filter((line) => line.includes('reached its daily storage limit'))).toHaveLength(1)
})

it('a kept response counts by its bytes, not by its characters', async () => {
  const createdUntilRefused = async (sign: string, count: number): Promise<number> => {
    const metadata = { a: sign.repeat(count), b: sign.repeat(count), c: sign.repeat(count) }
    for (let created = 0; ; created++) {
      const headers = { 'idempotency-key': `${count} ${created}` }
      if ((await create({ ...session, metadata }, headers)).status !== 201) return created
    }
  }
  const narrow = await createdUntilRefused('x', 480)
  await app.clock.advance(dayMs)
  expect(await createdUntilRefused('語', 160)).toBe(narrow)
})
