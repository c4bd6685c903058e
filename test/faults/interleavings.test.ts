/**
 * Random interleavings of what merchants, customers, and workers do at two nodes at once, while commits of one of them are
 * lost on their way to PostgreSQL or back. An oracle remembers what was acknowledged, and compares both books in the end.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { attemptReference, refundReference } from '../../src/core/attempt/reference.ts'
import { verifyDatabase } from '../../src/storage/verify.ts'
import type { TestApp } from '../../verification/app/test-app.ts'
import { createDatabase, type TestDatabase } from '../../verification/postgres/databases.ts'
import { type PaymentView, settle, submit } from '../stories/payments.ts'
import { create, openTwoNodes, type TwoNodes } from './two-nodes.ts'

const slots = 3
const endings = ['succeeded', 'failed', 'expired', 'canceled']
const sequences = Number(process.env.INTERLEAVINGS ?? 40)

let database: TestDatabase
let nodes: TwoNodes

beforeAll(async () => {
  database = await createDatabase()
  nodes = await openTwoNodes(database.url)
})
afterAll(async () => {
  await nodes.close()
  await database.drop()
})

const node = fc.constantFrom('disturbed' as const, 'calm' as const)
const slot = fc.nat({ max: slots - 1 })
const command = fc.oneof(
  fc.record({ type: fc.constant('create' as const), node, slot }),
  fc.record({ type: fc.constant('pay' as const), node, slot }),
  fc.record({ type: fc.constant('cancel' as const), node, slot }),
  fc.record({
    type: fc.constant('refund' as const),
    node,
    slot,
    amount: fc.constantFrom(1_000, 1_500, 2_500),
  }),
  fc.record({ type: fc.constant('read' as const), node, slot }),
  fc.record({ type: fc.constant('work' as const), node, minutes: fc.constantFrom(0, 1, 3) }),
)
type Command = typeof command extends fc.Arbitrary<infer One> ? One : never

const group = fc.record({
  commands: fc.array(command, { minLength: 1, maxLength: 4 }),
  /** The first commit that contains such an event. */
  lost: fc.option(
    fc.record({
      moment: fc.constantFrom('before' as const, 'after' as const),
      what: fc.constantFrom(/payment_created/, /attempt_/, /refund_/, /(?:)/),
    }),
    { freq: 3 },
  ),
})

/** What happens at a time, over and over, and what nobody may be told afterward. */
class Oracle {
  /** The first acknowledged session of each slot. */
  readonly ids = new Map<number, string>()
  readonly #ended = new Map<string, string>()
  /** How often each payment was asked to be refunded. */
  readonly #refunds = new Map<string, number>()
  readonly #name: string

  constructor(name: string) {
    this.#name = name
  }

  async perform(one: Command): Promise<void> {
    const app = nodes[one.node]
    if (one.type === 'create') return this.create(app, one.slot)
    if (one.type === 'work') {
      await nodes.clock.advance(one.minutes * 60_000)
      // The storage may be lost to it; then the next round goes on.
      return app.work().catch(() => {})
    }
    const id = this.ids.get(one.slot)
    if (id === undefined) return
    if (one.type === 'pay') return void (await submit(app, id).catch(() => null))
    if (one.type === 'read') return this.read(app, id)
    const path = `/v1/payments/${id}/${one.type}`
    if (one.type === 'refund') this.#refunds.set(id, (this.#refunds.get(id) ?? 0) + 1)
    const body = one.type === 'refund' ? { reason: 'returned', amount: one.amount } : {}
    const { status } = await app.call('POST', path, body)
    expect([200, 409, 422, 503]).toContain(status)
  }

  /** The same request at both nodes makes one payment, whoever is told of it. */
  async create(app: TestApp, slot: number): Promise<void> {
    const response = await create(app, `${this.#name}-${slot}`)
    expect([201, 409, 503]).toContain(response.status)
    if (response.status !== 201) return
    const { id } = (await response.json()) as PaymentView
    expect(this.ids.get(slot) ?? id).toBe(id)
    this.ids.set(slot, id)
  }

  async read(app: TestApp, id: string): Promise<void> {
    const response = await app.call('GET', `/v1/payments/${id}`)
    if (response.status === 503) return
    expect(response.status).toBe(200)
    this.#hear((await response.json()) as PaymentView)
  }

  #hear({ id, status }: PaymentView): void {
    expect(this.#ended.get(id) ?? status).toBe(status)
    if (endings.includes(status)) this.#ended.set(id, status)
  }

  async compareBooks(): Promise<void> {
    const { installationId } = nodes.calm.app.gateway
    const all = await nodes.calm.app.sandbox.book.transactions()
    for (const id of this.ids.values()) {
      const payment = (await (await nodes.calm.call('GET', `/v1/payments/${id}`)).json()) as PaymentView
      this.#hear(payment)
      const approvals = all.filter(
        (one) => one.reference === attemptReference(installationId, id, 1) && one.state === 'approved',
      )
      expect(approvals.length).toBe(payment.status === 'succeeded' ? 1 : 0)
      const references = payment.refunds.map((refund) => refundReference(installationId, refund.id))
      const refunded = all.filter((one) => references.includes(one.reference) && one.state === 'succeeded')
      expect(refunded.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(payment.refunded_amount)
      expect(payment.refunds.length).toBeLessThanOrEqual(this.#refunds.get(id) ?? 0)
      expect(payment.refunded_amount).toBeLessThanOrEqual(payment.amount)
    }
    expect(await nodes.calm.app.sandbox.book.incidents()).toEqual([])
  }
}

let runs = 0

async function run(
  groups: readonly (typeof group extends fc.Arbitrary<infer One> ? One : never)[],
): Promise<void> {
  const { proxy, disturbed, calm, clock } = nodes
  runs += 1
  const oracle = new Oracle(`interleaving-${runs}`)
  for (let slot = 0; slot < slots; slot++) await oracle.create(calm, slot)
  // Only what is paid can be refunded.
  await oracle.perform({ type: 'pay', node: 'calm', slot: 0 })
  await settle(calm)
  for (const { commands, lost } of groups) {
    if (lost !== null) void proxy.nextCommit(lost.moment, 'reset', lost.what)
    await Promise.all(commands.map((one) => oracle.perform(one)))
    proxy.forgetFaults()
  }
  for (let round = 0; round < 12; round++) {
    await Promise.all([settle(disturbed), settle(calm)])
    await clock.advance(60_000)
    await calm.work()
  }
  await oracle.compareBooks()
}

it('keeps every promise, whatever happens at once', { timeout: 600_000 }, async () => {
  await fc.assert(fc.asyncProperty(fc.array(group, { minLength: 2, maxLength: 8 }), run), {
    numRuns: sequences,
  })
  const { damage, differences } = await verifyDatabase(database.url)
  expect([damage, differences]).toEqual([[], []])
})
