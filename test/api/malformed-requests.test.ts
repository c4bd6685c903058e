/** Malformed requests get the right 4xx error, and leave no trace in the database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { openTestApp, origin, session, type TestApp } from '../../verification/app/test-app.ts'
import { payDirectly } from '../stories/payments.ts'
import { expectError } from './expect-error.ts'
import { addresses } from './malformed/addresses.ts'
import { cardsAndRefunds } from './malformed/cards-and-refunds.ts'
import { headersAndQueries } from './malformed/headers-and-queries.ts'
import { jsonTexts } from './malformed/json-text.ts'
import { people } from './malformed/people.ts'
import type { Row } from './malformed/row.ts'
import { terms } from './malformed/terms.ts'

const tables: Readonly<Record<string, readonly Row[]>> = {
  terms,
  addresses,
  people,
  jsonTexts,
  cardsAndRefunds,
  headersAndQueries,
}
const all = Object.values(tables).flat()

let app: TestApp
let ids: Readonly<Record<string, string>>

beforeAll(async () => {
  app = await openTestApp()
  const otherKey = await app.newKey('test', 'other')
  const authorization = `Bearer ${otherKey}`
  const idOf = async (answer: Promise<Response>) => ((await (await answer).json()) as { id: string }).id
  ids = {
    open: await idOf(app.call('POST', '/v1/payments/hpp', session)),
    paid: (await payDirectly(app)).id,
    other: await idOf(app.call('POST', '/v1/payments/hpp', session, { authorization })),
  }
})

afterAll(async () => {
  await app.close()
})

function send(row: Row): Promise<Response> {
  const path = row.path.replaceAll(/\{([a-z]+)\}/g, (_, name: string) => ids[name] ?? name)
  const isText = typeof row.body === 'string'
  const headers = {
    authorization: `Bearer ${documentedTestKey}`,
    ...(isText ? { 'content-type': 'application/json' } : {}),
    ...row.headers,
  }
  const body = row.body === undefined ? {} : { body: row.body }
  return app.request(`${origin}${path}`, { method: row.method ?? 'POST', headers, ...body })
}

it('there are at least 220 different malformed requests', () => {
  expect(all.length).toBeGreaterThanOrEqual(220)
  expect(new Set(all.map((row) => `${row.name} ${row.path}`)).size).toBe(all.length)
})

describe.each(Object.entries(tables))('%s', (_, rows) => {
  it.each(rows.map((row) => [row.name, row] as const))('%s', async (_name, row) => {
    const rowsBefore = await app.database.rowCounts()
    const versionBefore = await app.database.version()
    await expectError(await send(row), row.expected)
    expect(await app.database.rowCounts()).toEqual(rowsBefore)
    expect(await app.database.version()).toBe(versionBefore)
  })
})

it('every table of the database was checked', async () => {
  const tablesSeen = Object.keys(await app.database.rowCounts())
  expect(tablesSeen).toEqual(expect.arrayContaining(['payments', 'attempts', 'refunds', 'events']))
  expect(tablesSeen).toContain('idempotency_records')
})

it('the log contains only what is allowed', () => {
  expect(app.logLines.filter((line) => line.includes('"level":50') || line.includes('fault'))).toEqual([])
})
