/** `flowlix reconcile` after an older copy of the database was restored, and for every class of difference. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { attemptReference } from '../../src/core/attempt/reference.ts'
import type { Kept } from '../../verification/app/gateway-database.ts'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { approveAtAcquirer } from '../support/approve-at-acquirer.ts'
import { runReconcile } from '../support/run-reconcile.ts'
import {
  answerChallenge,
  createSession,
  direct,
  passTime,
  payDirectly,
  payOnPage,
  read,
  refund,
  settle,
  view,
} from './payments.ts'

const hourMs = 3_600_000
const challengedPan = '4635440000002223'
let folder: string
let app: TestApp

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flowlix-reconcile-'))
  app = await openTestApp({ folder })
})
afterEach(async () => {
  await app.close()
  await app.database.remove()
  rmSync(folder, { recursive: true, force: true })
})

/** A script's run: it says yes beforehand where it has something repaired. */
const run = (...args: string[]) =>
  runReconcile(app.app.gateway, ['--mode', 'test', ...(args.includes('--repair') ? ['--yes'] : []), ...args])

/** Stops the gateway, does something to its database, and starts it again, an hour later. */
async function restart(meanwhile: () => Promise<void> = async () => {}): Promise<void> {
  const nowMs = app.clock.nowMs()
  await app.close()
  await meanwhile()
  app = await openTestApp({ folder })
  await app.clock.advance(nowMs - app.clock.nowMs() + hourMs)
}

/** The gateway's database at this moment, without the acquirer's book. */
async function keepCopy(): Promise<Kept> {
  let kept: Kept | null = null
  await restart(async () => {
    kept = await app.database.keep()
  })
  if (kept === null) throw new Error('nothing was kept')
  return kept
}

async function inParts(count: number, make: (i: number) => Promise<string>): Promise<readonly string[]> {
  const made: string[] = []
  for (let i = 0; i < count; i++) made.push(await make(i))
  return made
}

const createMany = (count: number) => inParts(count, async () => (await createSession(app)).id)

async function payMany(ids: readonly string[]): Promise<void> {
  for (const id of ids) expect((await payOnPage(app, id)).status).toBe('succeeded')
}

async function refundMany(ids: readonly string[], amount: number): Promise<void> {
  for (const id of ids) expect((await refund(app, id, { amount })).status).toBe(200)
  await settle(app)
  await passTime(app, 10_000)
  for (const id of ids) expect((await read(app, id)).refunded_amount).toBe(amount)
}

/** What the acquirer holds of all payments: approvals less refunds, pending ones included. */
async function heldByAcquirer(): Promise<number> {
  return (await app.app.sandbox.book.transactions()).reduce((sum, { kind, state, amountMinor }) => {
    if (kind === 'authorization') return state === 'approved' ? sum + amountMinor : sum
    return state === 'pending' || state === 'succeeded' ? sum - amountMinor : sum
  }, 0)
}

describe('an older copy is restored after a hundred payments', () => {
  it('each is adopted by its session or paid back, and a second run finds nothing', async () => {
    const known = await createMany(40)
    const copy = await keepCopy()
    const unknown = await createMany(60)
    await payMany([...known, ...unknown])
    await refundMany(known.slice(0, 10), 1_000)
    await refundMany(unknown.slice(0, 10), 1_000)
    await refundMany(unknown.slice(10, 15), 2_500)
    await restart(() => copy.restore())

    for (const id of known) expect((await read(app, id)).status).toBe('pending')
    expect((await app.call('GET', `/v1/payments/${unknown[0]}`)).status).toBe(404)
    const found = await run()
    expect(found.exitCode).toBe(3)
    // 40 to adopt with 10 refunds; of the 60 others, 5 were paid back already.
    expect(found.text).toContain('only_theirs 105')
    expect(found.text.match(/can be adopted/g)).toHaveLength(50)
    expect(found.text.match(/can be reversed/g)).toHaveLength(55)
    expect(await heldByAcquirer()).toBe(95 * 2_500 - 20 * 1_000)

    const repaired = await run('--repair', '--reverse-up-to', '55')
    expect(repaired.text).toContain('No unresolved differences.')
    expect(repaired.exitCode).toBe(0)
    expect(repaired.text.match(/ {2}adopted$/gm)).toHaveLength(50)
    expect(repaired.text.match(/ {2}reversed$/gm)).toHaveLength(55)

    await passTime(app, hourMs, hourMs)
    const again = await run()
    expect(again.text).toContain('No unresolved differences.')
    expect(again.text).not.toContain('only_theirs')
    expect(again.exitCode).toBe(0)
    for (const [i, id] of known.entries()) {
      const { status, refunded_amount } = await read(app, id)
      expect([status, refunded_amount]).toEqual(['succeeded', i < 10 ? 1_000 : 0])
    }
    expect(await heldByAcquirer()).toBe(40 * 2_500 - 10 * 1_000)
    expect(await app.app.sandbox.book.incidents()).toEqual([])
  }, 60_000)

  it('a restored session is paid only once by a customer who comes back', async () => {
    const { id } = await createSession(app)
    const copy = await keepCopy()
    await payOnPage(app, id)
    await restart(() => copy.restore())
    expect((await payOnPage(app, id)).status).toBe('succeeded')
    expect(await heldByAcquirer()).toBe(2_500)
    expect((await run()).exitCode).toBe(0)
  })
})

describe('a database other than the one whose payments the acquirer holds', () => {
  it('has nothing reversed, however often it is reconciled', async () => {
    for (let i = 0; i < 3; i++) await payDirectly(app)
    await restart(() => app.database.empty())
    const { text, exitCode } = await run('--repair')
    expect(text).toContain('another_installation 3')
    expect(text.match(/belongs to another installation/g)).toHaveLength(3)
    expect([exitCode, await heldByAcquirer()]).toEqual([3, 7_500])
  })
})

describe('the classes', () => {
  const later = () => passTime(app, hourMs, hourMs)
  const book = () => app.app.sandbox.book
  const referenceOf = (id: string, number = 1) => attemptReference(app.app.gateway.installationId, id, number)

  async function authorizeAtBank(reference: string, amountMinor: number): Promise<void> {
    await approveAtAcquirer(book(), reference, amountMinor)
  }

  it('everything is equal', async () => {
    const { id } = await payDirectly(app)
    await refund(app, id)
    await payDirectly(app, '4000000000000002')
    await settle(app)
    await later()
    const { text, exitCode } = await run()
    expect(text).toMatch(/^3 match, 2500 eur taken and 2500 eur refunded$/m)
    expect(text).toMatch(/^test mode, 2026-11-\S+Z to 2026-11-\S+Z$/m)
    expect(exitCode).toBe(0)
  })

  it("only_ours: the acquirer's line is gone, and no program touches ours", async () => {
    const { id } = await payDirectly(app)
    await book().reverse(referenceOf(id))
    await later()
    const { text, exitCode } = await run('--repair')
    const [line] = await book().transactions()
    expect(text).toContain(
      `only_ours  ${referenceOf(id)}  ${id}  2500 eur  ${line?.acquirerTransactionId} at sandbox  needs manual review`,
    )
    expect(text).toContain('1 difference remains.')
    expect(exitCode).toBe(3)
    expect((await read(app, id)).status).toBe('succeeded')
  })

  it('double: the approval that our book does not have is reversed', async () => {
    const { id } = await payDirectly(app)
    await authorizeAtBank(referenceOf(id, 2), 2_500)
    await later()
    expect((await run()).text).toContain('double 1')
    expect((await run('--repair')).exitCode).toBe(0)
    expect(await heldByAcquirer()).toBe(2_500)
    expect((await run()).exitCode).toBe(0)
  })

  it('amount_differs: needs manual review', async () => {
    const { id } = await createSession(app)
    await authorizeAtBank(referenceOf(id), 2_400)
    await payOnPage(app, id)
    await passTime(app, 10_000)
    await later()
    const { text, exitCode } = await run('--repair')
    expect(text).toContain('amount_differs 1')
    expect(exitCode).toBe(3)
    // The person has it reversed at the acquirer; then the books can agree.
    await book().reverse(referenceOf(id))
    expect((await run('--repair')).exitCode).toBe(0)
    expect((await read(app, id)).status).toBe('failed')
  })

  it('set_aside: adopted when the acquirer approved it after all', async () => {
    const { faults } = app.app.sandbox
    faults.wrongAmountMinor = 1
    faults.wrongInquiryAmountMinor = 1
    const { id } = await createSession(app)
    await payOnPage(app, id)
    await passTime(app, 10_000)
    await later()
    expect((await run()).text).toContain('set_aside 1')
    faults.wrongInquiryAmountMinor = 0
    expect((await run('--repair')).exitCode).toBe(0)
    expect((await read(app, id)).status).toBe('succeeded')
  })

  it('in_doubt: the customer must confirm it, which is not a difference', async () => {
    const paid = await payDirectly(app, challengedPan)
    await app.clock.advance(hourMs)
    const { text, exitCode } = await run('--repair')
    expect(text).toContain('in_doubt 1')
    expect(text).toContain('waiting for the customer to confirm it with the issuer')
    expect(exitCode).toBe(0)
    await answerChallenge(app, paid, 'pass')
    expect((await run()).text).toMatch(/^1 match, 2500 eur taken/m)
  })

  it('behind: the acquirer knows an outcome that no worker has learned', async () => {
    const { id } = await view(app.call('POST', '/v1/payments', direct('4000000000000259')))
    await app.clock.advance(hourMs)
    const { text, exitCode } = await run()
    expect(text).toContain('behind 1')
    expect(text).toContain('1 difference remains.')
    expect(exitCode).toBe(3)
    expect((await run('--repair')).exitCode).toBe(0)
    expect((await read(app, id)).status).toBe('succeeded')
    expect((await run()).text).toContain('No unresolved differences.')
  })

  it('a charge whose payment is still open waits for it', async () => {
    const { id } = await createSession(app)
    await authorizeAtBank(referenceOf(id), 2_400)
    await later()
    expect((await run('--repair')).text).toContain('payment still open: run again later')
    await app.call('POST', `/v1/payments/${id}/cancel`)
    expect((await run('--repair')).exitCode).toBe(0)
    expect(await heldByAcquirer()).toBe(0)
  })
})
