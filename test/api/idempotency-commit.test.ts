/** A payment and the kept response to its request are one commit: both or neither, even with several processes. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'
import { expectError } from './expect-error.ts'

const path = '/v1/payments/hpp'
let app: TestApp
let keys = 0
const newKey = (): string => `order-${keys++}`
const withKey = (key: string) => ({ 'idempotency-key': key })
const create = (key: string): Promise<Response> => app.call('POST', path, session, withKey(key))

beforeAll(async () => {
  app = await openTestApp()
})
afterAll(async () => {
  await app.close()
})

it('creates one payment when two processes get the request at the same time', async () => {
  const twin = await openTestApp({ folder: app.folder, sandboxDatabase: join(app.folder, 'twin-bank.db') })
  const before = (await app.database.rowCounts()).payments ?? 0
  for (let round = 0; round < 20; round++) {
    const key = newKey()
    const answers = await Promise.all([create(key), twin.call('POST', path, session, withKey(key))])
    const bodies = await Promise.all(answers.map((answer) => answer.text()))
    const created = bodies.filter((_, i) => answers[i]?.status === 201)
    expect(created.length).toBeGreaterThan(0)
    expect(new Set(created).size).toBe(1)
    expect((await app.database.rowCounts()).payments).toBe(before + round + 1)
  }
  await twin.close()
})

it('cancels once and gives one response when two processes get the request at the same time', async () => {
  const twin = await openTestApp({ folder: app.folder, sandboxDatabase: join(app.folder, 'twin-bank.db') })
  for (let round = 0; round < 20; round++) {
    const key = newKey()
    const { id } = (await (await create(newKey())).json()) as { id: string }
    const cancel = (one: TestApp) => one.call('POST', `/v1/payments/${id}/cancel`, undefined, withKey(key))
    const answers = await Promise.all([cancel(app), cancel(twin)])
    const bodies = await Promise.all(answers.map((answer) => answer.text()))
    expect([answers.map(({ status }) => status), new Set(bodies).size]).toEqual([[200, 200], 1])
  }
  await twin.close()
})

describe('a storage that fails in the middle of a commit', () => {
  it.each(['payments', 'events', 'idempotency_records'])(
    'leaves neither payment nor answer when %s cannot be written',
    async (table) => {
      const key = newKey()
      const rows = await app.database.rowCounts()
      const repair = await app.database.breakTable(table)
      await expectError(await create(key), [500, 'internal_error', null])
      await expectError(await create(key), [500, 'internal_error', null])
      await repair()
      expect(await app.database.rowCounts()).toEqual(rows)
      const after = await create(key)
      expect(after.status).toBe(201)
      expect((await app.database.rowCounts()).payments).toBe((rows.payments ?? 0) + 1)
    },
  )
})

describe('a storage that cannot be written to', () => {
  it('leads to 503 with Retry-After; nothing is done, and the key is free', async () => {
    const key = newKey()
    const rows = await app.database.rowCounts()
    const resume = await app.database.stopWrites()
    const refused = await create(key)
    expect(refused.headers.get('retry-after')).toMatch(/^[1-9][0-9]*$/)
    await expectError(refused, [503, 'service_unavailable', null])
    expect((await app.call('GET', '/v1/payments')).status).toBe(200)
    await resume()
    expect(await app.database.rowCounts()).toEqual(rows)
    expect((await create(key)).status).toBe(201)
  })
})
