/**
 * A connection to PostgreSQL that is lost in the middle of a commit: before it arrived, after it was carried out, and
 * without a word. Nobody guesses what became of it: whoever asks again, at whichever node, is told the truth.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attemptReference, refundReference } from '../../src/core/attempt/reference.ts'
import { createDatabase, type TestDatabase } from '../../verification/postgres/databases.ts'
import type { How, Moment } from '../../verification/postgres/proxy/faults.ts'
import { Visitor } from '../payment-page/visitor.ts'
import { type PaymentView, payDirectly, read, settle } from '../stories/payments.ts'
import { create, expectUnavailable, listIds, openTwoNodes, type TwoNodes } from './two-nodes.ts'

let database: TestDatabase
let nodes: TwoNodes
let keys = 0

beforeAll(async () => {
  database = await createDatabase()
  nodes = await openTwoNodes(database.url)
})
afterAll(async () => {
  await nodes.close()
  await database.drop()
})

type Loss = readonly [when: string, moment: Moment, how: How, stored: number]

const resets: readonly Loss[] = [
  ['before the commit arrives', 'before', 'reset', 0],
  ['after the commit and before its answer', 'after', 'reset', 1],
]
const silences: readonly Loss[] = [
  ['before the commit arrives, without a word', 'before', 'silence', 0],
  ['after the commit and before its answer, without a word', 'after', 'silence', 1],
]

describe.each([...resets, ...silences])('a connection that is lost %s', (_, moment, how, stored) => {
  it('leaves a session that the repeated request finds or creates, at any node', async () => {
    const { proxy, disturbed, calm } = nodes
    const key = `session-${keys++}`
    const before = await listIds(calm)
    const happened = proxy.nextCommit(moment, how, /payment_created/)
    const [, response] = await Promise.all([happened, create(disturbed, key)])
    await expectUnavailable(response)
    expect((await listIds(calm)).length).toBe(before.length + stored)

    const repeated = await create(calm, key)
    expect([repeated.status, repeated.headers.get('idempotent-replayed')]).toEqual([
      201,
      stored === 1 ? 'true' : null,
    ])
    const body = await repeated.text()
    const again = await create(disturbed, key)
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true'])
    expect(await again.text()).toBe(body)
    expect((await listIds(calm)).length).toBe(before.length + 1)
  })
})

describe.each(resets)('a connection that is lost %s', (_, moment, how, stored) => {
  it('leaves one refund, at the latest with the repeated request', async () => {
    const { proxy, disturbed, calm } = nodes
    const { id } = await payDirectly(disturbed)
    const key = `refund-${keys++}`
    const refund = (at: typeof calm) =>
      at.call(
        'POST',
        `/v1/payments/${id}/refund`,
        { reason: 'returned', amount: 1_000 },
        { 'idempotency-key': key },
      )
    const happened = proxy.nextCommit(moment, how, /refund_requested/)
    const [, response] = await Promise.all([happened, refund(disturbed)])
    await expectUnavailable(response)
    expect((await refund(calm)).status).toBe(200)
    await workOff()
    // Where nobody knew that it was in the book, nobody has sent it, and it ends without having happened.
    const { refunded_amount, refunds } = await read(calm, id)
    expect(refunds.map(({ status }) => status)).toEqual([stored === 1 ? 'failed' : 'succeeded'])
    expect(refunded_amount).toBe(stored === 1 ? 0 : 1_000)
    expect(await refundedAtAcquirer(refunds[0]?.id ?? '')).toBe(refunded_amount)
  })

  it('makes no charge of a card that nobody knows to be in the book', async () => {
    const { proxy, disturbed, calm } = nodes
    const visitor = new Visitor(disturbed)
    const id = await visitor.newPayment()
    const form = await visitor.actionOf(id, 'pay')
    const happened = proxy.nextCommit(moment, how, /attempt_started/)
    const [, response] = await Promise.all([happened, visitor.post(form, goodCard)])
    // The page of the payment says what is true; it is no error that a customer could act on.
    expect([response.status, response.headers.get('location')]).toEqual([303, `/hpp/${id}`])
    await workOff()
    const { status } = await read(calm, id)
    expect(await approvalsOf(id)).toBe(status === 'succeeded' ? 1 : 0)
    if (status === 'pending') expect((await new Visitor(calm).pay(id, goodCard)).status).toBe(303)
    await workOff()
    expect(await approvalsOf(id)).toBe((await read(calm, id)).status === 'succeeded' ? 1 : 0)
  })

  it('loses no approval: it is asked for, and not guessed', async () => {
    const { proxy, disturbed, calm } = nodes
    const visitor = new Visitor(disturbed)
    const id = await visitor.newPayment()
    const happened = proxy.nextCommit(moment, how, /attempt_approved/)
    await Promise.all([happened, visitor.pay(id, goodCard)])
    await workOff()
    expect((await read(calm, id)).status).toBe('succeeded')
    expect(await approvalsOf(id)).toBe(1)
  })
})

it('goes on serving over new connections when all of them are lost at once', async () => {
  const { proxy, disturbed, calm } = nodes
  const before = await listIds(calm)
  const asked = Array.from({ length: 40 }, () => create(disturbed, `cut-${keys++}`))
  await new Promise((resolve) => setImmediate(resolve))
  proxy.cut()
  const answers = await Promise.all(asked)
  const created = answers.filter(({ status }) => status === 201)
  for (const answer of answers) if (answer.status !== 201) await expectUnavailable(answer)
  const stored = await listIds(calm)
  const known = await Promise.all(created.map(async (answer) => ((await answer.json()) as PaymentView).id))
  expect(stored).toEqual(expect.arrayContaining(known))
  const repeated = await Promise.all(
    answers.map((_, i) => create(disturbed, `cut-${keys - answers.length + i}`)),
  )
  expect(repeated.map(({ status }) => status)).toEqual(answers.map(() => 201))
  expect((await listIds(calm)).length).toBe(before.length + answers.length)
})

const goodCard = {
  number: '4242424242424242',
  expiry: '12/40',
  cvc: '123',
  name: 'Robin Berg',
  email: 'r@example.com',
}

/** Until the worker has nothing to find out any more. */
async function workOff(): Promise<void> {
  const { disturbed, calm, clock } = nodes
  for (let round = 0; round < 20; round++) {
    await Promise.all([settle(disturbed), settle(calm)])
    await clock.advance(30_000)
    await calm.work()
  }
}

type Transaction = Readonly<{ kind: string; state: string; reference: string; amountMinor: number }>

/** In the acquirer's own book, with an effect. */
async function atAcquirer(reference: string): Promise<readonly Transaction[]> {
  const all: readonly Transaction[] = await nodes.calm.app.sandbox.book.transactions()
  return all.filter((one) => one.reference === reference && ['approved', 'succeeded'].includes(one.state))
}

async function approvalsOf(paymentId: string): Promise<number> {
  const { installationId } = nodes.calm.app.gateway
  return (await atAcquirer(attemptReference(installationId, paymentId, 1))).length
}

async function refundedAtAcquirer(refundId: string): Promise<number> {
  const { installationId } = nodes.calm.app.gateway
  const refunds = await atAcquirer(refundReference(installationId, refundId))
  return refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
}
