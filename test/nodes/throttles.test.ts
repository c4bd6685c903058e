/** Limits on strangers and cards hold over all nodes, which tell each other what they have counted. */
import postgres from 'postgres'
import { afterEach, describe, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { issuerUrls } from '../../src/payment-page/issuer-urls.ts'
import type { CardLimitSettings } from '../../src/throttles/card-limits.ts'
import { origin, type TestApp } from '../../verification/app/test-app.ts'
import { openTestNodes, type TestNodes } from '../../verification/app/test-nodes.ts'
import { Visitor } from '../payment-page/visitor.ts'
import {
  address,
  authorizations,
  countStatuses,
  defaultThrottles,
  logged,
  strangeCard,
} from '../throttles/limited-app.ts'

const approved = '4242424242424242'
const refused = '4000000000000002'
const lost = '4000000000009987'
const challenged = '4635440000002223'
const nodeSecret = 'a-secret-that-is-in-no-database-0123456789'
const attacker = '192.0.2.66'

let opened: TestNodes
afterEach(() => opened.close())

const node = (i: number): TestApp => opened.nodes[i % opened.nodes.length] as TestApp

/** Three nodes; `secretOf`: the secret of each. */
async function open(
  cards: Partial<CardLimitSettings> = {},
  secretOf: (i: number) => string | null = () => nodeSecret,
): Promise<void> {
  const throttles = { ...defaultThrottles, cards: { ...defaultThrottles.cards, ...cards } }
  opened = await openTestNodes(3, (i) => ({ throttles, nodeSecret: secretOf(i) }))
}

/** Until each node has told the others. */
const told = (): Promise<void> => opened.clock.advance(2_000)

const wrongKey = (i: number, from = attacker): Promise<Response> =>
  node(i).requestFrom(from, '/v1/payments', { headers: { authorization: 'Bearer fl_test_sk_wrong' } })

async function payNew(at: number, pan: string, from: string): Promise<Response> {
  const visitor = new Visitor(node(at), from)
  return visitor.payWith(await visitor.newPayment(), pan)
}

async function inTurn<T>(count: number, run: (i: number) => Promise<T>): Promise<readonly T[]> {
  const results: T[] = []
  for (let i = 0; i < count; i++) results.push(await run(i))
  return results
}

const rules = (i: number) => logged(node(i), 'rule').map(({ rule }) => rule)

async function stored<T>(statement: string): Promise<readonly T[]> {
  const sql = postgres(opened.databaseUrl, { max: 1, onnotice: () => {} })
  const rows = await sql.unsafe(statement)
  await sql.end()
  return rows as unknown as readonly T[]
}

describe('an address', () => {
  it('that has sent its wrong keys to one node sends no more to another, and right keys to all', async () => {
    await open()
    expect(countStatuses(await inTurn(20, () => wrongKey(0)))).toEqual({ 401: 20 })
    await told()
    expect(countStatuses(await inTurn(6, wrongKey))).toEqual({ 429: 6 })
    const headers = { authorization: `Bearer ${documentedTestKey}` }
    expect((await node(1).requestFrom(attacker, '/v1/payments', { headers })).status).toBe(200)
    expect((await wrongKey(1, '192.0.2.77')).status).toBe(401)
    await opened.clock.advance(60_000)
    expect((await wrongKey(2)).status).toBe(401)
  })

  it('looks for unknown pages and posts forms as often as one node would let it', async () => {
    await open()
    const look = (i: number) => node(i).requestFrom(attacker, '/hpp/pay_unknown')
    const post = (i: number) => payNew(i, approved, attacker)
    await inTurn(30, () => look(0))
    await inTurn(30, () => post(0))
    await told()
    expect(countStatuses(await inTurn(6, () => look(1)))).toEqual({ 429: 6 })
    expect(countStatuses(await inTurn(6, () => post(1)))).toEqual({ 429: 6 })
    expect((await look(0)).status).toBe(404)
  })

  it('is declined ten times in ten minutes, whichever nodes it goes to', async () => {
    await open({}, () => null)
    await inTurn(10, (i) => payNew(i, strangeCard(i), attacker))
    await told()
    expect((await payNew(2, strangeCard(10), attacker)).status).toBe(429)
    expect(rules(2)).toEqual(['declines_by_address'])
  })
})

describe('a card', () => {
  it('is declined five times an hour, whichever nodes it is tried at', async () => {
    await open()
    await inTurn(5, (i) => payNew(i, refused, address(i)))
    await told()
    expect(countStatuses(await inTurn(3, (i) => payNew(i, refused, address(9 + i))))).toEqual({ 429: 3 })
    expect(rules(2)).toEqual(['declines_by_card'])
  })

  it('that was reported lost at one node is not sent to the bank by another', async () => {
    await open()
    await payNew(0, lost, address(0))
    await told()
    expect((await payNew(1, lost, address(1))).status).toBe(303)
    expect(await authorizations(node(0))).toBe(1)
  })

  it('is counted by each node for itself where the nodes have no secret in common', async () => {
    await open({}, () => null)
    await inTurn(5, () => payNew(0, refused, address(0)))
    await told()
    expect((await payNew(0, refused, address(1))).status).toBe(429)
    expect((await payNew(1, refused, address(2))).status).toBe(303)
  })

  it('is not held to challenges that were passed at another node', async () => {
    await open()
    const key = Buffer.from(await node(0).app.storage.installationSecret('links'), 'hex')
    const answers = await inTurn(7, async (i) => {
      const [here, elsewhere] = [new Visitor(node(0), address(i)), new Visitor(node(1), address(i))]
      const id = await here.newPayment()
      const answer = await here.payWith(id, challenged)
      const bank = (await node(0).app.storage.findPayment(id))?.attempts[0]?.challengeUrl ?? ''
      await elsewhere.post(bank, { outcome: 'pass' })
      await node(1).request(issuerUrls(origin, key, { id }, 1).returnUrl)
      await told()
      return answer
    })
    expect(countStatuses(answers)).toEqual({ 303: 7 })
  })
})

describe('a merchant whose cards are declined at several nodes', () => {
  it('is paused at all of them, with one alarm', async () => {
    await open({ breaker: { declinePercent: 50, attemptsMin: 7, pauseMs: 300_000 } })
    await inTurn(6, (i) => payNew(i, strangeCard(i), address(i)))
    await told()
    await payNew(1, strangeCard(6), address(6))
    await told()
    const answers = await inTurn(3, (i) => payNew(i, approved, address(10 + i)))
    expect(countStatuses(answers)).toEqual({ 429: 3 })
    const alarms = opened.nodes.flatMap((one) => logged(one, 'alarm'))
    expect(alarms).toMatchObject([{ security: 'breaker_opened', attempts: 7, declines: 7 }])
  })

  it('is paused by a challenge whose end another node has seen, with an alarm', async () => {
    await open({ breaker: { declinePercent: 50, attemptsMin: 1, pauseMs: 300_000 } })
    const key = Buffer.from(await node(0).app.storage.installationSecret('links'), 'hex')
    const visitor = new Visitor(node(0), attacker)
    const id = await visitor.newPayment()
    await visitor.payWith(id, challenged)
    const bank = (await node(0).app.storage.findPayment(id))?.attempts[0]?.challengeUrl ?? ''
    await visitor.post(bank, { outcome: 'fail' })
    await node(1).request(issuerUrls(origin, key, { id }, 1).returnUrl)
    await told()
    expect(logged(node(0), 'alarm')).toMatchObject([{ object: node(0).merchantId, mode: 'test' }])
    await told()
    expect((await payNew(2, approved, address(1))).status).toBe(429)
  })
})

describe('without the database', () => {
  it('each node goes on counting alone, and tells the others afterward', async () => {
    await open()
    await opened.readOnly()
    await opened.clock.advance(5_000)
    for (const i of [0, 1])
      expect(countStatuses(await inTurn(25, () => wrongKey(i)))).toEqual({ 401: 20, 429: 5 })
    await opened.writable()
    const reports = async (): Promise<number> => {
      await told()
      return (await stored('select from node_reports')).length
    }
    await expect.poll(reports).toBe(2)
    await opened.clock.advance(40_000)
    // Alone, each of them would let ten through by now.
    expect(countStatuses(await inTurn(6, wrongKey))).toEqual({ 429: 6 })
  })
})

describe('what nodes tell each other', () => {
  it('is in the database for a minute, even if they die, and shows neither cards nor addresses', async () => {
    await open()
    await payNew(0, refused, attacker)
    await payNew(1, refused, attacker)
    await told()
    const rows = await stored<{ body: string }>('select body from node_reports')
    expect(rows).toHaveLength(2)
    for (const { body } of rows)
      for (const text of [body, Buffer.from(body, 'base64').toString('latin1')])
        for (const shown of [attacker, refused, node(0).merchantId]) expect(text).not.toContain(shown)
    await node(0).close()
    await node(1).close()
    await opened.clock.advance(61_000)
    expect(await stored('select from node_reports')).toHaveLength(0)
  })

  it('is not believed where it was written with another secret, and the log says so once', async () => {
    await open({}, (i) => (i === 0 ? nodeSecret.toUpperCase() : nodeSecret))
    await inTurn(20, () => wrongKey(0))
    await told()
    expect((await wrongKey(1)).status).toBe(401)
    await wrongKey(0)
    await opened.clock.advance(10_000)
    const lines = node(1).logLines.filter((line) => line.includes('set the same NODE_SECRET on all nodes'))
    expect(lines).toHaveLength(1)
  })
})
