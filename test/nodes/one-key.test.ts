/** Requests with one idempotency key, and keys that are revoked, over four nodes. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { session, type TestApp } from '../../verification/app/test-app.ts'
import { openTestNodes, type TestNodes } from '../../verification/app/test-nodes.ts'
import { direct } from '../stories/payments.ts'

/** The whole check is 200 rounds. */
const rounds = Number(process.env.NODE_ROUNDS ?? 10)
let opened: TestNodes

beforeEach(async () => {
  opened = await openTestNodes(4)
})

afterEach(() => opened.close())

const node = (i: number): TestApp => opened.nodes[i % opened.nodes.length] as TestApp

describe('fifty identical requests at once', () => {
  it.each([
    ['sessions', '/v1/payments/hpp', session],
    ['direct payments', '/v1/payments', direct()],
  ])(
    'make one payment each, for %s, with the same bytes or 409 while it is running',
    async (_, path, body) => {
      for (let round = 0; round < rounds; round++) {
        const headers = { 'idempotency-key': `order ${round}` }
        const responses = await Promise.all(
          Array.from({ length: 50 }, (_, i) => node(i).call('POST', path, body, headers)),
        )
        const seen = await Promise.all(responses.map(async (one) => [one.status, await one.text()] as const))
        const made = seen.filter(([status]) => status === 201)
        const others = seen.filter(([status]) => status !== 201)
        expect(new Set(made.map(([, text]) => text)).size).toBe(1)
        for (const [status, text] of others) {
          expect(status).toBe(409)
          expect(text).toContain('still in progress')
        }
        const replayed = await node(round).call('POST', path, body, headers)
        expect([replayed.status, await replayed.text()]).toEqual(made[0])
      }
      const { total } = await counted()
      expect(total).toBe(rounds)
      for (const each of opened.nodes) await each.app.gateway.running.drained()
      const { transactions } = await counted()
      expect(transactions).toBe(path.endsWith('hpp') ? 0 : rounds)
    },
  )
})

async function counted(): Promise<Readonly<{ total: number; transactions: number }>> {
  const { payments = 0 } = await node(0).database.rowCounts()
  return { total: payments, transactions: (await node(0).app.sandbox.book.transactions()).length }
}

describe('a revoked key', () => {
  it('works on no node once the revocation was acknowledged, however busy the nodes are', async () => {
    for (let round = 0; round < rounds; round++) {
      const secretKey = await node(0).newKey('test')
      const headers = { authorization: `Bearer ${secretKey}` }
      const get = async (i: number) => (await node(i).call('GET', '/v1/payments', undefined, headers)).status
      const [key] = (await node(0).app.storage.listApiKeys(null)).slice(-1)
      let isOver = false
      const busy = [0, 1, 2, 3].map(async (i) => {
        while (!isOver) expect([200, 401]).toContain(await get(i))
      })
      expect(await get(1)).toBe(200)
      expect(await node(round).app.storage.revokeApiKey(key?.id ?? '', 1)).toBe(true)
      const after = await Promise.all(Array.from({ length: 12 }, (_, i) => get(i)))
      isOver = true
      await Promise.all(busy)
      expect(new Set(after)).toEqual(new Set([401]))
    }
  })
})

describe('what needs to be done once', () => {
  it('is done by one node until it stops', async () => {
    const [one, other] = [node(0).app.storage.shared, node(1).app.storage.shared]
    const lease = (holder: string, nowMs: number) => ({ name: 'x', holder, nowMs, untilMs: nowMs + 60_000 })
    expect(await one?.takeLease(lease('one', 0))).toBe(true)
    expect(await other?.takeLease(lease('other', 59_999))).toBe(false)
    expect(await one?.takeLease(lease('one', 59_999))).toBe(true)
    expect(await other?.takeLease(lease('other', 119_998))).toBe(false)
    expect(await other?.takeLease(lease('other', 119_999))).toBe(true)
    expect(await one?.takeLease(lease('one', 119_999))).toBe(false)
  })
})
