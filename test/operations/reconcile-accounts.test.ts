/** Which books are compared: one for each account, whatever it is called, and none is left out without a word. */
import { describe, expect, it } from 'vitest'
import type { StatementLine } from '../../src/core/reconciliation/statement.ts'
import { acquirersByName, chooseAcquirer } from '../../src/operations/acquirer/acquirers.ts'
import type { Gateway } from '../../src/operations/gateway.ts'
import { reconcileBooks } from '../../src/operations/reconciliation/reconcile-books.ts'
import { submitCard } from '../../src/operations/submit-card.ts'
import type { Acquirer, StatementRequest } from '../../src/ports/acquirer.ts'
import { sandboxAcquirer } from '../support/payments.ts'
import { runReconcile } from '../support/run-reconcile.ts'
import { dayMs, hourMs } from './acquirer-book.ts'
import {
  approvedPan,
  inTime,
  openWorldForEachTest,
  paid,
  session,
  submission,
  world,
} from './operations-world.ts'

openWorldForEachTest()

/** A payment that was charged at this acquirer, on the merchant's account there. */
async function paidAt(acquirer: string, account: string | null): Promise<void> {
  const { id } = await session(world)
  const own = { ...sandboxAcquirer, acquirer, account }
  const gateway = withAcquirers([sandbox({ name: acquirer })])
  const started = await submitCard(gateway, id, { ...submission(approvedPan), acquirer: own })
  if (started.kind !== 'started') throw new Error(started.kind)
  await inTime(world, started.outcome)
}

function withAcquirers(acquirers: readonly Acquirer[]): Gateway {
  return { ...world.gateway, acquirers: { test: acquirersByName(acquirers), live: acquirersByName([]) } }
}

/** The sandbox. */
function sandbox(changes: Partial<Acquirer> = {}): Acquirer {
  const { acquirer } = world.test.app.sandbox
  const { name, capabilities } = acquirer
  return {
    ...{ name, capabilities },
    authorize: (request, signal) => acquirer.authorize(request, signal),
    inquire: (attempt, signal) => acquirer.inquire(attempt, signal),
    reverse: (attempt, signal) => acquirer.reverse(attempt, signal),
    refund: (refund, signal) => acquirer.refund(refund, signal),
    inquireRefund: (refund, signal) => acquirer.inquireRefund(refund, signal),
    statement: booked,
    ...changes,
  }
}

/** Its book, whatever the account is called. */
async function booked(request: StatementRequest) {
  return (await world.test.app.sandbox.acquirer.statement?.({ ...request, account: null })) ?? []
}

function anotherCharge(line: StatementLine): StatementLine {
  return { ...line, atMs: line.atMs + 1, acquirerTransactionId: 'another' }
}

async function reconciled(gateway: Gateway) {
  await world.test.clock.advance(hourMs)
  const nowMs = world.test.clock.nowMs()
  return reconcileBooks(gateway, { mode: 'test', fromMs: nowMs - dayMs, toMs: nowMs })
}

const report = (gateway: Gateway) => runReconcile(gateway, ['--mode', 'test'])

describe('an account', () => {
  it('that a merchant names and that the credentials belong to is one book', async () => {
    await paidAt('sandbox', null)
    await paidAt('sandbox', 'acct_own')
    const found = await reconciled(withAcquirers([sandbox({ statement: booked })]))
    expect(found).toMatchObject({ equal: 2, differences: [], uncompared: [] })
  })

  it('of the configuration is saved with each attempt, and is compared after the configuration has changed', async () => {
    const choose = (gateway: Gateway) => chooseAcquirer(gateway, 'test', null).account
    const before = withAcquirers([sandbox({ defaultAccount: 'pc_before' })])
    expect(choose(before)).toBe('pc_before')
    await paidAt('sandbox', 'pc_before')
    const read: (string | null)[] = []
    const statement: Acquirer['statement'] = async (request) => {
      read.push(request.account)
      return request.account === 'pc_before' ? booked(request) : []
    }
    const after = withAcquirers([sandbox({ defaultAccount: 'pc_after', statement })])
    expect(choose(after)).toBe('pc_after')
    expect(await reconciled(after)).toMatchObject({ equal: 1, differences: [] })
    expect(read).toEqual(['pc_after', 'pc_before'])
  })

  it('of a merchant comes before that of the configuration', () => {
    const gateway = withAcquirers([sandbox({ defaultAccount: 'pc_usual' })])
    const merchant = { testAcquirer: 'sandbox', testAccount: 'pc_own', liveAcquirer: null, liveAccount: null }
    expect(chooseAcquirer(gateway, 'test', merchant).account).toBe('pc_own')
    expect(chooseAcquirer(gateway, 'test', { ...merchant, testAccount: null }).account).toBe('pc_usual')
  })
})

describe('the account of a merchant', () => {
  it.each([
    ['that it names', 'pc_own', ['pc_usual', 'pc_own']],
    ['of the configuration, if it names none', null, ['pc_usual']],
  ])('%s is compared before anything was charged there', async (_, testAccount, accounts) => {
    const { storage } = world.gateway
    await storage.updateMerchant(world.test.merchantId, { testAcquirer: 'sandbox', testAccount })
    const read: (string | null)[] = []
    const statement: Acquirer['statement'] = async ({ account }) => {
      read.push(account)
      return []
    }
    const other = sandbox({ name: 'other', statement: async () => [] })
    await reconciled(withAcquirers([sandbox({ defaultAccount: 'pc_usual', statement }), other]))
    expect(read).toEqual(accounts)
  })

  it('at another acquirer is not asked for here', async () => {
    const { storage } = world.gateway
    const own = { testAcquirer: 'other', testAccount: 'pc_own' }
    await storage.updateMerchant(world.test.merchantId, own)
    const read: (string | null)[] = []
    const statement: Acquirer['statement'] = async ({ account }) => {
      read.push(account)
      return []
    }
    await reconciled(withAcquirers([sandbox({ defaultAccount: 'pc_usual', statement })]))
    expect(read).toEqual(['pc_usual'])
  })
})

it('an acquirer is not asked for accounts that were charged at another one', async () => {
  await paidAt('other', 'acct_theirs')
  const read: (string | null)[] = []
  const statement: Acquirer['statement'] = async ({ account }) => {
    read.push(account)
    return []
  }
  await reconciled(withAcquirers([sandbox({ statement }), sandbox({ name: 'other' })]))
  expect(read).toEqual([null])
})

describe('a charge that is at another account than ours', () => {
  it('is not reversed if it may be ours, because the statement under our name could not be read', async () => {
    await paidAt('sandbox', 'acct_own')
    const statement: Acquirer['statement'] = async (request) => {
      if (request.account !== null) throw new Error('connection_lost')
      // Nothing but the reference says whose it is.
      return (await booked(request)).map((line) => ({ ...line, acquirerTransactionId: null }))
    }
    const gateway = withAcquirers([sandbox({ statement })])
    await world.test.clock.advance(hourMs)
    const { text, exitCode } = await runReconcile(gateway, ['--mode', 'test', '--repair', '--yes'])
    expect(text).toMatch(/^other_account 1, 2500 eur$/m)
    expect(text).toContain('2500 eur  our records have it under another account: needs manual review')
    expect(text).toContain('the statement of sandbox (account acct_own) could not be read (connection_lost)')
    expect(exitCode).toBe(3)
    expect(await booked({ fromMs: 0, toMs: world.test.clock.nowMs(), account: null })).toMatchObject([
      { state: 'approved' },
    ])
  })

  it('under the same reference is not taken for ours, and both accounts are compared', async () => {
    await paidAt('sandbox', 'acct_own')
    const statement: Acquirer['statement'] = async (request) => {
      const lines = await booked(request)
      return request.account === null ? lines.map(anotherCharge) : lines
    }
    const found = await reconciled(withAcquirers([sandbox({ statement })]))
    expect(found.equal).toBe(1)
    expect(found.differences).toMatchObject([{ proposal: 'person', owner: { account: null } }])
  })
})

it('a reference that was charged twice at an account is reported, and nothing is reversed', async () => {
  await paidAt('sandbox', null)
  const statement: Acquirer['statement'] = async (request) => {
    const lines = await booked(request)
    return [...lines, ...lines.map(anotherCharge)]
  }
  await world.test.clock.advance(hourMs)
  const { text, exitCode } = await report(withAcquirers([sandbox({ statement })]))
  expect(text).toMatch(/^1 match, 2500 eur taken/m)
  expect(text).toContain('a second charge or refund under the same reference: needs manual review')
  expect(exitCode).toBe(3)
})

describe('what cannot be compared', () => {
  it('is named, and does not keep the rest from being compared', async () => {
    await paid(world)
    await paidAt('silent', null)
    await paidAt('gone', null)
    await paidAt('broken', 'acct_2')
    await paidAt('broken', 'acct_1')
    const { statement: _, ...silent } = sandbox({ name: 'silent' })
    const broken = sandbox({
      name: 'broken',
      statement: async ({ account }) => {
        if (account !== null) throw new Error('connection_lost')
        return []
      },
    })
    const ours = sandbox({
      statement: async (request) => (await booked(request)).slice(0, 1),
    })
    await world.test.clock.advance(hourMs)
    const { text, exitCode } = await report(withAcquirers([silent, broken, ours]))
    expect(text.split('\n').slice(1)).toEqual([
      '1 match, 2500 eur taken and 0 eur refunded',
      '',
      'Not compared: silent does not provide statements. It has 1 payment or refund in this period.',
      'Not compared: the statement of broken (account acct_1) could not be read (connection_lost). It has 1 payment or refund in this period.',
      'Not compared: the statement of broken (account acct_2) could not be read (connection_lost). It has 1 payment or refund in this period.',
      'Not compared: gone has 1 payment or refund in this period, but is not one of the acquirers in TEST_ACQUIRER.',
      'No unresolved differences.',
    ])
    expect(exitCode).toBe(3)
  })

  it('names no cause if the adapter threw something that is no error', async () => {
    const statement: Acquirer['statement'] = () => Promise.reject('4242424242424242')
    expect((await reconciled(withAcquirers([sandbox({ statement })]))).uncompared).toMatchObject([
      { acquirer: 'sandbox', why: 'unreadable', cause: 'the adapter failed' },
    ])
  })

  it('needs no attention where an acquirer without statements has no payments', async () => {
    const { statement: _, ...silent } = sandbox({ name: 'silent' })
    const { text, exitCode } = await report(withAcquirers([silent, sandbox()]))
    expect(text).toContain(
      'silent does not provide statements. It has 0 payments and refunds in this period.',
    )
    expect(exitCode).toBe(0)
  })
})
