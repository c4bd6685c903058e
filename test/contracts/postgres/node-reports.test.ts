/** The reports of nodes: each is read once by every other node, in order, and removed after a minute. */
import { expect, it } from 'vitest'
import type { SharedState } from '../../../src/ports/shared-state.ts'
import { startMs } from '../../support/payments.ts'
import { aDatabaseOfNodes } from './nodes.ts'

const report = (number: number, atMs = startMs) => ({ number, atMs, body: `report ${number}` })

async function opened() {
  const nodes = await aDatabaseOfNodes()
  const { storage, proxy } = await nodes.add()
  const exchange = (node: string, more: Partial<Parameters<SharedState['exchangeReports']>[0]> = {}) =>
    (storage.shared as SharedState).exchangeReports({
      ...{ node, report: null, read: new Map(), nowMs: startMs },
      ...more,
    })
  return { ...nodes, proxy, exchange }
}

it('are returned in the order of their numbers, until they were read', async () => {
  const { exchange } = await opened()
  for (const number of [1, 2, 3]) await exchange('a', { report: report(number) })
  expect(await exchange('a')).toEqual([])
  const found = await exchange('b', { report: report(1) })
  expect(found).toEqual([1, 2, 3].map((number) => ({ node: 'a', ...report(number) })))
  expect(await exchange('b', { read: new Map([['a', 2]]) })).toMatchObject([{ number: 3 }])
  expect(await exchange('b', { read: new Map([['a', 3]]) })).toEqual([])
})

it('are stored once where it was unknown whether they were', async () => {
  const { exchange, proxy } = await opened()
  await exchange('a')
  const lost = proxy.nextCommit('after', 'reset', /into node_reports/)
  await expect(exchange('a', { report: report(1) })).rejects.toThrow()
  await lost
  await exchange('a', { report: report(1) })
  expect(await exchange('b')).toHaveLength(1)
})

it('are removed after a minute, by several nodes at once, also where a clock was ahead', async () => {
  const { exchange, sql } = await opened()
  for (let number = 1; number <= 30; number++) {
    await exchange('a', { report: report(number) })
    await exchange('b', { report: report(number, startMs + 3_600_000) })
  }
  const nowMs = startMs + 60_001
  expect(await exchange('c', { nowMs, read: new Map([['b', 30]]) })).toEqual([])
  await Promise.all(['c', 'd', 'e', 'f'].map((node) => exchange(node, { nowMs, report: report(1, nowMs) })))
  expect(await sql`select distinct node from node_reports order by node`).toEqual(
    ['c', 'd', 'e', 'f'].map((node) => ({ node })),
  )
})

it('that do not fit in one answer are returned by the next', async () => {
  const { exchange, sql } = await opened()
  await sql`insert into node_reports (node, number, at_ms, body)
    select 'a', number, ${startMs}, 'x' from generate_series(1, 250) as number`
  const first = await exchange('b')
  expect(first.map(({ number }) => number)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1))
  expect(await exchange('b', { read: new Map([['a', 200]]) })).toHaveLength(50)
})
