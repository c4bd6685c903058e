/** With the credentials of another account, books are not compared, nothing is repaired, and refunds stay in doubt. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Payment } from '../../src/core/payment/payment.ts'
import type { StatementLine } from '../../src/core/reconciliation/statement.ts'
import { repairDifference } from '../../src/operations/reconciliation/repair-books.ts'
import { requestRefund } from '../../src/operations/request-refund.ts'
import { noResponse } from '../../src/operations/respond.ts'
import { runReconcile } from '../support/run-reconcile.ts'
import { charge, minuteMs, OwnAccount, processWith } from './accounts-world.ts'
import { attemptOf, inTime, openWorldForEachTest, read, type World, work, world } from './operations-world.ts'

openWorldForEachTest()

const hourMs = 60 * minuteMs

let account: OwnAccount
let other: OwnAccount
let right: World
/** A process with the credentials of another account. */
let wrong: World
beforeEach(() => {
  ;[account, other] = [new OwnAccount(), new OwnAccount()]
  ;[right, wrong] = [processWith(world, account), processWith(world, other)]
})

const lineOf = (payment: Payment): StatementLine => ({
  ...{ reference: attemptOf(payment).reference, handle: null, acquirerTransactionId: null },
  ...{ kind: 'authorization', state: 'approved' },
  ...{ amountMinor: 2_500, currency: 'eur', last4: null, originalReference: null },
  atMs: attemptOf(payment).startedAtMs,
})

function withBook(at: OwnAccount, lines: readonly StatementLine[]): World {
  at.changes = { statement: async () => lines }
  return processWith(world, at)
}

describe('flowlix reconcile', () => {
  const repair = ['--mode', 'test', '--repair', '--yes']
  const missed =
    'Not compared: own (account acct_1) does not find a payment that it approved, so the credentials may belong to another account. Our records have 2 payments and refunds there in this period.'

  async function paidTwice(): Promise<readonly [Payment, Payment]> {
    const payments = [
      await charge(right, account, 'approve', 'acct_1'),
      await charge(right, account, 'approve', 'acct_1'),
    ] as const
    await world.test.clock.advance(hourMs)
    return payments
  }

  it('does not compare the book of another account', async () => {
    const [payment] = await paidTwice()
    const foreign = { ...lineOf(payment), reference: 'theirs' }
    // What has not moved money is in no statement, and shows nothing.
    await charge(right, account, 'decline', 'acct_1')
    const { text, exitCode } = await runReconcile(withBook(other, [foreign]).gateway, repair)
    expect(text).toContain(missed)
    expect(text).toMatch(/^0 match$/m)
    expect(text).not.toContain('only_ours')
    expect(exitCode).toBe(3)
    expect(await account.stateOf(attemptOf(payment).reference)).toBe('approved')
  })

  it('names the account whose payments are missing, whatever was paid at others since', async () => {
    await paidTwice()
    const elsewhere = await charge(right, account, 'approve', 'acct_2')
    await world.test.clock.advance(hourMs)
    other.changes = {
      statement: async ({ account }) => (account === 'acct_2' ? [lineOf(elsewhere)] : []),
    }
    const { text } = await runReconcile(processWith(world, other).gateway, repair)
    expect(text).toContain(missed)
    expect(text).toMatch(/^1 match/m)
    expect(text).not.toContain('acct_2')
  })

  it('reports payments that are missing from a book that has others', async () => {
    const [payment] = await paidTwice()
    const { text } = await runReconcile(withBook(other, [lineOf(payment)]).gateway, repair)
    expect(text).toMatch(/^1 match/m)
    expect(text).toMatch(/^only_ours 1, /m)
    expect(text).not.toContain('Not compared: own (account acct_1)')
  })

  it('reports payments that are missing from an empty book of the right account', async () => {
    await paidTwice()
    const { text } = await runReconcile(withBook(account, []).gateway, repair)
    expect(text).toMatch(/^only_ours 2, /m)
  })

  it('does not compare a book either in which only refunds of ours are missing', async () => {
    const [payment] = await paidTwice()
    await world.test.clock.advance(48 * hourMs)
    await requestRefund(right.gateway, payment.id, { amountMinor: 500, reason: 'returned' }, noResponse)
    await inTime(world, right.gateway.running.drained())
    await world.test.clock.advance(hourMs)
    const { text } = await runReconcile(withBook(other, []).gateway, repair)
    expect(text).toContain(missed.replace('2 payments and refunds', '1 payment or refund'))
  })
})

it('an attempt that was set aside is not settled by a repair', async () => {
  await charge(right, account, 'approve')
  await world.test.clock.advance(minuteMs)
  const { id } = await charge(right, account, 'lose_answer')
  await work(wrong, minuteMs, 5_000)
  await world.test.clock.advance(24 * hourMs)
  await work(wrong, minuteMs, 5_000)
  const setAside = attemptOf(await read(world, id))
  expect(setAside.state).toBe('set_aside')
  const { reference } = setAside
  const difference = {
    ...({ kind: 'set_aside', proposal: 'reverse', reference, paymentId: id, line: null } as const),
    ...({ amountMinor: 2_500, currency: 'eur', owner: { acquirer: 'own', account: null } } as const),
  }
  const repaired = async ({ gateway }: World) =>
    (await inTime(world, repairDifference(gateway, 'test', difference))).result
  expect(await repaired(processWith(world, other))).toBe('left')
  expect(await account.stateOf(reference)).toBe('approved')
  expect(await repaired(processWith(world, account))).toBe('reversed')
  expect(await account.stateOf(reference)).toBe('reversed')
})

it('a refund in doubt is not taken for one that was never made, and is settled by the account of its charge', async () => {
  await charge(right, account, 'approve')
  await world.test.clock.advance(minuteMs)
  const payment = await charge(right, account, 'approve')
  await world.test.clock.advance(minuteMs)
  await charge(wrong, other, 'approve')
  await world.test.clock.advance(minuteMs)
  const { refund } = account.acquirer
  account.changes = {
    refund: async (terms, signal) => {
      await refund(terms, signal)
      return { kind: 'unknown', cause: 'lost' }
    },
  }
  const lossy = processWith(world, account)
  await requestRefund(lossy.gateway, payment.id, { amountMinor: 500, reason: 'returned' }, noResponse)
  await inTime(world, lossy.gateway.running.drained())
  const refundAfter = async (process: World) => {
    await work(process, minuteMs, 5_000)
    return (await read(world, payment.id)).refunds[0]
  }
  other.changes = { reverseRefund: async () => ({ kind: 'reversed' }) }
  expect(await refundAfter(processWith(world, other))).toMatchObject({ state: 'unknown', notFoundCount: 0 })
  // Payments of the other account, which were made in between, do not matter.
  account.changes = { inquireRefund: async () => ({ kind: 'not_found' }) }
  account.changes = { ...account.changes, reverseRefund: async () => ({ kind: 'reversed' }) }
  expect(await refundAfter(processWith(world, account))).toMatchObject({ state: 'failed' })
})
