/** The acquirer's own IDs in its statement: what is adopted or taken back is asked about by them. */
import { expect, it } from 'vitest'
import { attemptReference } from '../../src/core/attempt/reference.ts'
import type { StatementLine } from '../../src/core/reconciliation/statement.ts'
import type { Acquirer } from '../../src/ports/acquirer.ts'
import { acquirerBook, refundId, strangerId } from './acquirer-book.ts'
import { approvedPan, openWorldForEachTest, paid, read, session, world } from './operations-world.ts'

openWorldForEachTest()

const theirs = acquirerBook(() => world)

/** Records by which IDs the acquirer is asked. `changes`: to each line of its statement. */
function listen(changes: (line: StatementLine) => Partial<StatementLine> = () => ({})) {
  const { acquirer } = world.test.app.sandbox
  const asked: (string | null)[] = []
  const told: Partial<Acquirer> = {
    statement: async (span) => {
      const lines = (await acquirer.statement?.(span)) ?? []
      return lines.map((line) => ({ ...line, ...changes(line) }))
    },
    inquire: (attempt, signal) => {
      asked.push(attempt.acquirerTransactionId)
      return acquirer.inquire(attempt, signal)
    },
    reverse: (attempt, signal) => {
      asked.push(attempt.acquirerTransactionId)
      return acquirer.reverse(attempt, signal)
    },
    inquireRefund: (refund, signal) => {
      asked.push(refund.original.acquirerTransactionId, refund.acquirerRefundId)
      return acquirer.inquireRefund(refund, signal)
    },
  }
  world.behave(told)
  return asked
}

async function idOf(reference: string): Promise<string | null | undefined> {
  const all = await theirs.book().transactions()
  return all.find((one) => one.reference === reference)?.acquirerTransactionId
}

it('a charge is adopted by its ID, and keeps it for refunds', async () => {
  const { id } = await session(world)
  const theirId = await idOf(await theirs.authorize(id))
  const asked = listen()
  expect(await theirs.repairOnly()).toBe('adopted')
  expect(asked).toEqual([theirId])
  expect((await read(world, id)).attempts).toMatchObject([{ acquirerTransactionId: theirId }])
})

it('a refund is adopted by its ID', async () => {
  const { attempts } = await paid(world)
  await theirs.refund(attempts[0]?.reference ?? '', 1_000)
  const asked = listen()
  expect(await theirs.repairOnly()).toBe('adopted')
  const refund = (await theirs.book().transactions()).find(({ kind }) => kind === 'refund')
  expect(refund?.reference).toContain(refundId)
  expect(asked).toEqual([attempts[0]?.acquirerTransactionId, refund?.acquirerTransactionId])
})

it('a charge of nobody is reversed by its ID', async () => {
  const theirId = await idOf(await theirs.authorize(strangerId))
  const asked = listen()
  expect(await theirs.repairOnly()).toBe('reversed')
  expect(asked).toEqual([theirId])
})

it('nobody is asked by an ID that had to be masked', async () => {
  await theirs.authorize(strangerId)
  const asked = listen(() => ({ acquirerTransactionId: approvedPan }))
  expect(await theirs.repairOnly()).toBe('reversed')
  expect(asked).toEqual([null])
})

it('a charge that differs from ours only by its ID is a double, and nothing is repaired', async () => {
  const { id } = await paid(world)
  const reference = attemptReference(world.gateway.installationId, id, 1)
  const { acquirer } = world.test.app.sandbox
  world.behave({
    statement: async (span) => {
      const lines = (await acquirer.statement?.(span)) ?? []
      return [...lines, ...lines.map((line) => ({ ...line, acquirerTransactionId: 'tx_other' }))]
    },
  })
  expect(await theirs.repairOnly()).toBe('left')
  expect(await theirs.onlyDifference()).toMatchObject({
    ...{ kind: 'double', proposal: 'person', reference, paymentId: id },
    line: { acquirerTransactionId: 'tx_other' },
  })
})
