/** At startup, each acquirer is asked about payments that it has approved, to find credentials of another account. */
import { beforeEach, describe, expect, it } from 'vitest'
import { examineAccounts } from '../../src/cli/doctor/examine-accounts.ts'
import { Findings } from '../../src/cli/doctor/findings.ts'
import { merchantRecord } from '../../src/cli/records.ts'
import { acquirersByName } from '../../src/operations/acquirer/acquirers.ts'
import { checkAccounts } from '../../src/operations/acquirer/check-accounts.ts'
import { alarmsIn, charge, minuteMs, OwnAccount, processWith } from './accounts-world.ts'
import { attemptOf, openWorldForEachTest, paid, read, type World, world } from './operations-world.ts'

openWorldForEachTest()

const modes = ['live', 'test'] as const

let account: OwnAccount
let right: World
beforeEach(() => {
  account = new OwnAccount()
  right = processWith(world, account)
})

async function approvedAt(name: string | null, merchantId = world.test.merchantId) {
  const payment = await charge(right, account, 'approve', name, { merchantId })
  await world.test.clock.advance(minuteMs)
  return payment
}

async function anotherMerchant(): Promise<string> {
  const merchant = merchantRecord('Another shop')
  await world.test.app.storage.addMerchant(merchant)
  return merchant.id
}

const live = { mode: 'live', acquirer: 'own', account: null, verdict: 'no_payment' }

describe('at the start of a gateway, an acquirer', () => {
  it('is asked about the newest payment of each account in use', async () => {
    await approvedAt(null)
    const first = await approvedAt('acct_1')
    const second = await approvedAt(null, await anotherMerchant())
    await anotherMerchant()
    await approvedAt('acct_1', await anotherMerchant())
    account.asked.length = 0
    const newest = await charge(right, account, 'approve', 'acct_1')
    expect(await checkAccounts(right.gateway, modes)).toEqual([
      live,
      { mode: 'test', acquirer: 'own', account: 'acct_1', verdict: 'known' },
      { mode: 'test', acquirer: 'own', account: null, verdict: 'known' },
    ])
    const asked = account.asked.map(({ reference }) => reference)
    expect(asked).toHaveLength(2)
    expect(asked).toContain(attemptOf(second).reference)
    for (const payment of [first, newest]) expect(asked).not.toContain(attemptOf(payment).reference)
    expect(alarmsIn(world)).toEqual([])
  })

  it('is asked about the newest one that succeeded, although others have failed since', async () => {
    const { id } = await approvedAt('acct_1')
    await charge(right, account, 'decline', 'acct_2')
    expect(await checkAccounts(right.gateway, ['test'])).toMatchObject([
      { account: 'acct_1', verdict: 'known' },
    ])
    expect(account.asked.map(({ reference }) => reference)).toEqual([
      attemptOf(await read(world, id)).reference,
    ])
  })

  it('that does not find it raises an alarm', async () => {
    const { id } = await approvedAt('acct_1')
    const wrong = processWith(world, new OwnAccount())
    expect(await checkAccounts(wrong.gateway, ['test'])).toMatchObject([{ verdict: 'missing' }])
    expect(alarmsIn(world)).toHaveLength(1)
    expect(alarmsIn(world)[0]).toContain(id)
    expect(alarmsIn(world)[0]).toContain('acct_1')
  })

  it('without payments is asked nothing, and neither is the sandbox, nor one that has been removed', async () => {
    await paid(world)
    const { sandbox } = world.test.app
    world.behave({
      inquire: async () => {
        throw new Error('asked')
      },
    })
    expect(await checkAccounts(right.gateway, modes)).toEqual([live, { ...live, mode: 'test' }])
    expect(await checkAccounts(world.gateway, modes)).toEqual([])
    await approvedAt(null)
    account.asked.length = 0
    const test = acquirersByName([sandbox.acquirer, { ...account.acquirer, name: 'newer' }])
    const gateway = { ...right.gateway, acquirers: { test, live: acquirersByName([]) } }
    expect(await checkAccounts(gateway, modes)).toMatchObject([{ acquirer: 'newer', verdict: 'no_payment' }])
    expect([account.asked, alarmsIn(world)]).toEqual([[], []])
  })

  it('with more accounts than can be asked at a start is asked about ten of them', async () => {
    for (let i = 0; i < 11; i++) await approvedAt(`acct_${i}`, await anotherMerchant())
    expect(await checkAccounts(right.gateway, ['test'])).toHaveLength(10)
  })

  it('that does not answer is asked about one of its accounts', async () => {
    for (let i = 0; i < 3; i++) await approvedAt(`acct_${i}`, await anotherMerchant())
    let asked = 0
    account.changes = {
      inquire: async () => {
        asked += 1
        return { kind: 'unknown', cause: 'away' }
      },
    }
    const verdicts = (await checkAccounts(processWith(world, account).gateway, ['test'])).map(
      ({ verdict }) => verdict,
    )
    expect([asked, verdicts]).toEqual([1, ['unanswered', 'unanswered', 'unanswered']])
  })

  it('does not keep the gateway from starting, even if the database fails', async () => {
    const storage = {
      listMerchants: async () => {
        throw new Error('away')
      },
    }
    expect(await checkAccounts({ ...right.gateway, storage: storage as never }, modes)).toEqual([])
    expect(world.test.logLines.join('')).toContain('the account of the acquirers could not be checked')
  })
})

describe('flowlix doctor', () => {
  async function examined(process: World): Promise<readonly string[]> {
    const lines: string[] = []
    const findings = new Findings({ out: (...texts) => lines.push(...texts) })
    await examineAccounts(process, { testAcquirers: ['own'] } as never, findings)
    return lines
  }

  it('says for each account whether the credentials are its own', async () => {
    const nothing = 'it has not approved a payment yet, so its account cannot be checked.'
    expect(await examined(right)).toEqual([
      `ok       own (live): ${nothing}`,
      `ok       own (test): ${nothing}`,
    ])
    await approvedAt('acct_1')
    expect(await examined(right)).toContain(
      'ok       own (test, account acct_1): it finds a payment that it approved, so the credentials belong to the right account.',
    )
    expect(await examined(processWith(world, new OwnAccount()))).toContain(
      'problem  own (test, account acct_1): it does not find a payment that it approved, so the credentials may belong to another account.',
    )
    account.changes = { inquire: async () => ({ kind: 'unknown', cause: 'away' }) }
    expect(await examined(processWith(world, account))).toContain(
      'warning  own (test, account acct_1): it could not be asked about a payment that it approved.',
    )
  })
})
