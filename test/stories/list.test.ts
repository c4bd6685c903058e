/** The list of payments: newest first, by cursors that hold still while others insert. */
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'
import { direct, type PaymentView, settle, view } from './payments.ts'

type Page = Readonly<{ object: 'list'; data: readonly PaymentView[]; has_more: boolean; url: string }>

let app: TestApp
/** Each story has a merchant, and so a list, of its own. */
let authorization: string

beforeAll(async () => {
  app = await openTestApp()
})
beforeEach(async () => {
  authorization = `Bearer ${await app.newKey('test', 'other')}`
})
afterAll(() => app.close())

async function list(query: Readonly<Record<string, string | number>> = {}): Promise<Page> {
  const text = new URLSearchParams(
    Object.entries(query).map(([name, value]) => [name, String(value)]),
  ).toString()
  const response = await app.call('GET', `/v1/payments?${text}`, undefined, { authorization })
  expect(response.status).toBe(200)
  const page = (await response.json()) as Page
  expect(Object.keys(page)).toEqual(['object', 'data', 'has_more', 'url'])
  expect(page).toMatchObject({ object: 'list', url: '/v1/payments' })
  return page
}

async function insert(count: number, spacingMs = 1_000): Promise<readonly string[]> {
  const ids: string[] = []
  for (let i = 0; i < count; i++) {
    await app.clock.advance(spacingMs)
    ids.push((await view(app.call('POST', '/v1/payments/hpp', session, { authorization }))).id)
  }
  return ids
}

async function insertDirect(number: string): Promise<string> {
  await app.clock.advance(1_000)
  const { id } = await view(app.call('POST', '/v1/payments', direct(number), { authorization }))
  await settle(app)
  return id
}

const idsOf = (page: Page): readonly string[] => page.data.map(({ id }) => id)

describe('a page', () => {
  it('is empty if there are no payments', async () => {
    expect(await list()).toEqual({ object: 'list', data: [], has_more: false, url: '/v1/payments' })
  })

  it('holds the ten newest first, and says that there are more', async () => {
    const ids = (await insert(11)).toReversed()
    const page = await list()
    expect([idsOf(page), page.has_more]).toEqual([ids.slice(0, 10), true])
    const whole = await list({ limit: 11 })
    expect([idsOf(whole), whole.has_more]).toEqual([ids, false])
  })

  it('follows a cursor to older payments, and back to newer ones', async () => {
    const ids = (await insert(9)).toReversed()
    const older = await list({ limit: 3, starting_after: ids[2] ?? '' })
    expect([idsOf(older), older.has_more]).toEqual([ids.slice(3, 6), true])
    const oldest = await list({ limit: 3, starting_after: ids[5] ?? '' })
    expect([idsOf(oldest), oldest.has_more]).toEqual([ids.slice(6), false])
    const newer = await list({ limit: 3, ending_before: ids[6] ?? '' })
    expect([idsOf(newer), newer.has_more]).toEqual([ids.slice(3, 6), true])
    const newest = await list({ limit: 3, ending_before: ids[3] ?? '' })
    expect([idsOf(newest), newest.has_more]).toEqual([ids.slice(0, 3), false])
    expect(await list({ starting_after: ids[8] ?? '' })).toMatchObject({ data: [], has_more: false })
    expect(await list({ ending_before: ids[0] ?? '' })).toMatchObject({ data: [], has_more: false })
  })
})

describe('filters', () => {
  it('by status', async () => {
    const made = {
      succeeded: [await insertDirect('4111111111111111'), await insertDirect('4242424242424242')],
      failed: [await insertDirect('4000000000000002')],
      requires_action: [await insertDirect('4635440000002223')],
      pending: await insert(2),
      canceled: await insert(1),
      expired: [],
    }
    await app.call('POST', `/v1/payments/${made.canceled[0]}/cancel`, undefined, { authorization })
    for (const [status, ids] of Object.entries(made)) {
      expect([status, idsOf(await list({ status }))]).toEqual([status, ids.toReversed()])
    }
    const page = await list({ status: 'succeeded', limit: 1, starting_after: made.succeeded[1] ?? '' })
    expect([idsOf(page), page.has_more]).toEqual([made.succeeded.slice(0, 1), false])
    const above = await list({ status: 'succeeded', ending_before: made.failed[0] ?? '' })
    expect(idsOf(above)).toEqual([])
  })

  it('by time: the start is inclusive and the end exclusive', async () => {
    await app.clock.advance(1_000 - (app.clock.nowMs() % 1_000))
    const ids = (await insert(5)).toReversed()
    const times = (await list()).data.map(({ created }) => created)
    const [newest = 0, , middle = 0, , oldest = 0] = times
    expect(idsOf(await list({ 'created[gte]': middle }))).toEqual(ids.slice(0, 3))
    expect(idsOf(await list({ 'created[lt]': middle }))).toEqual(ids.slice(3))
    expect(idsOf(await list({ 'created[gte]': oldest, 'created[lt]': newest }))).toEqual(ids.slice(1))
    expect(idsOf(await list({ 'created[gte]': middle, 'created[lt]': middle }))).toEqual([])
    const within = { 'created[gte]': oldest, 'created[lt]': newest, limit: 2, starting_after: ids[1] ?? '' }
    expect(idsOf(await list(within))).toEqual(ids.slice(2, 4))
  })

  it('treat everything that was created within one second alike', async () => {
    await app.clock.advance(1_000 - (app.clock.nowMs() % 1_000))
    const ids = await insert(3, 300)
    const second = Math.floor(app.clock.nowMs() / 1_000)
    expect(idsOf(await list({ 'created[gte]': second, 'created[lt]': second + 1 }))).toHaveLength(ids.length)
    expect(idsOf(await list({ 'created[lt]': second }))).toEqual([])
  })
})

describe('a walk through all pages', () => {
  const walkPlan = fc.record({
    old: fc.integer({ min: 0, max: 25 }),
    limit: fc.integer({ min: 1, max: 9 }),
    // Payments of one instant have no order but that of their ids.
    spacingMs: fc.constantFrom(0, 0, 1, 1_000),
    inserts: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 8 }),
    isUpwards: fc.boolean(),
  })

  it('returns each old payment exactly once while others are inserted', async () => {
    await fc.assert(
      fc.asyncProperty(walkPlan, async ({ old, limit, spacingMs, inserts, isUpwards }) => {
        authorization = `Bearer ${await app.newKey('test', 'other')}`
        const ids = await insert(old, spacingMs)
        const seen: string[] = []
        const oldest = idsOf(await list({ limit: 100 })).at(-1)
        let cursor: Record<string, string> = {}
        if (isUpwards && oldest !== undefined) {
          seen.push(oldest)
          cursor = { ending_before: oldest }
        }
        for (let step = 0; step < 100; step++) {
          const page = await list({ limit, ...cursor })
          seen.push(...(isUpwards ? idsOf(page).toReversed() : idsOf(page)))
          const last = isUpwards ? page.data[0] : page.data.at(-1)
          if (!page.has_more || last === undefined) break
          cursor =
            isUpwards && oldest !== undefined ? { ending_before: last.id } : { starting_after: last.id }
          await insert(inserts[step] ?? 0, spacingMs === 0 ? 1 : spacingMs)
        }
        expect(new Set(seen).size).toBe(seen.length)
        expect(seen.filter((id) => ids.includes(id)).toSorted()).toEqual(ids.toSorted())
      }),
      { numRuns: 60 },
    )
  })

  it('returns them while inserts run concurrently, too', async () => {
    const ids = await insert(30)
    const seen: string[] = []
    let cursor: Record<string, string> = {}
    for (;;) {
      const [page] = await Promise.all([list({ limit: 4, ...cursor }), insert(3, 0)])
      seen.push(...idsOf(page))
      if (!page.has_more) break
      cursor = { starting_after: page.data.at(-1)?.id ?? '' }
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.filter((id) => ids.includes(id))).toEqual(ids.toReversed())
  })
})
