/** Several nodes with one sandbox bank: its book in PostgreSQL is the same for all of them, whatever they ask at once. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Sandbox } from '../../src/acquirers/sandbox/sandbox-acquirer.ts'
import { TestClock } from '../../verification/app/test-clock.ts'
import { createDatabase, type TestDatabase } from '../../verification/postgres/databases.ts'
import { authorization, newReference, noDeadline, refundOf, termsOf } from './acquirer-requests.ts'
import { openSandboxWorld, poolOf, reopenSandbox, type SandboxWorld } from './sandbox-world.ts'

let world: SandboxWorld
let nodes: readonly Sandbox[]

beforeEach(async () => {
  world = await openSandboxWorld('postgres')
  nodes = Array.from({ length: 4 }, () => world.reopen())
})

afterEach(async () => {
  await Promise.all(nodes.map((node) => node.close()))
  await world.close()
})

/** At the same time, each by another node. */
function atOnce<T>(count: number, ask: (node: Sandbox, i: number) => Promise<T>): Promise<readonly T[]> {
  return Promise.all(Array.from({ length: count }, (_, i) => ask(nodes[i % nodes.length] as Sandbox, i)))
}

it('gives one answer to a request that reaches all nodes at once', async () => {
  for (let round = 0; round < 10; round++) {
    const request = authorization(world.approvedPan)
    const answers = await atOnce(12, (node) => node.acquirer.authorize(request, noDeadline()))
    expect([...new Set(answers.map((answer) => JSON.stringify(answer)))]).toHaveLength(1)
    expect(answers[0]?.kind).toBe('approved')
  }
  expect(await world.sandbox.book.transactions()).toHaveLength(10)
})

it('notices two attempts of a payment that are approved at the same moment', async () => {
  for (let round = 1; round <= 10; round++) {
    const first = newReference(1)
    const references = [first, first.replace(/a1$/, 'a2')]
    await atOnce(2, (node, i) =>
      node.acquirer.authorize(
        authorization(world.approvedPan, { reference: references[i] ?? '' }),
        noDeadline(),
      ),
    )
    expect(await world.sandbox.book.incidents()).toHaveLength(round)
  }
})

it('never approves what it has said to be reversed, whichever came first', async () => {
  for (let round = 0; round < 20; round++) {
    const request = authorization(world.approvedPan)
    const { reference } = request
    const [authorized, reversed] = await Promise.all([
      nodes[0]?.acquirer.authorize(request, noDeadline()),
      nodes[1]?.acquirer.reverse(termsOf({ reference }), noDeadline()),
    ])
    expect(reversed?.kind).toBe('reversed')
    expect(['approved', 'declined']).toContain(authorized?.kind)
    expect((await nodes[2]?.acquirer.inquire(termsOf({ reference }), noDeadline()))?.kind).toBe('reversed')
  }
})

it('refunds no more than was approved, however many ask at once', async () => {
  const original = authorization(world.approvedPan, { amountMinor: 1_000 })
  await world.acquirer.authorize(original, noDeadline())
  const answers = await atOnce(12, (node) =>
    node.acquirer.refund(refundOf(original, { amountMinor: 300 }), noDeadline()),
  )
  expect(answers.filter(({ kind }) => kind === 'pending')).toHaveLength(3)
  expect(answers.filter(({ kind }) => kind === 'failed')).toHaveLength(9)
})

it('settles or reverses a refund once, when its time comes while it is being reversed', async () => {
  for (let round = 0; round < 10; round++) {
    const original = authorization(world.approvedPan)
    await world.acquirer.authorize(original, noDeadline())
    const refund = refundOf(original)
    await world.acquirer.refund(refund, noDeadline())
    await world.finishRefunds()
    const answers = await atOnce(12, async (node, i) =>
      i % 3 === 0
        ? (await node.acquirer.reverse(termsOf(original), noDeadline())).kind
        : i % 3 === 1
          ? (await node.acquirer.reverseRefund?.(refund, noDeadline()))?.kind
          : (await node.acquirer.inquireRefund(refund, noDeadline())).kind,
    )
    expect(new Set(answers)).toEqual(new Set(['too_late', 'succeeded']))
  }
})

it('takes the first answer to a challenge, and only that', async () => {
  const answer = await world.acquirer.authorize(authorization(world.challengedPan), noDeadline())
  if (answer.kind !== 'challenge') throw new Error('no challenge')
  const id = answer.url.split('/').at(-1) ?? ''
  const first = await atOnce(8, (node, i) => node.book.answerChallenge(id, i % 2 === 0 ? 'pass' : 'fail'))
  expect(first.filter(Boolean)).toHaveLength(1)
})

it('shows a challenge on every node', async () => {
  const answer = await world.acquirer.authorize(authorization(world.challengedPan), noDeadline())
  if (answer.kind !== 'challenge') throw new Error('no challenge')
  const body = new URLSearchParams(answer.fields).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  for (const node of nodes)
    expect((await node.pages.request(answer.url, { method: 'POST', headers, body })).status).toBe(200)
})

it('is made once, when twenty nodes start at the same time', async () => {
  const database: TestDatabase = await createDatabase()
  const starting = Array.from({ length: 20 }, () => reopenSandbox(poolOf(database.url), new TestClock()))
  try {
    await Promise.all(starting.map((node) => node.ready()))
    const answers = await Promise.all(
      starting.map((node) => node.acquirer.authorize(authorization(world.approvedPan), noDeadline())),
    )
    expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(['approved']))
  } finally {
    await Promise.all(starting.map((node) => node.close()))
    await database.drop()
  }
})
