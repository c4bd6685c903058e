/** The guards of `flowlix reconcile --repair`, and what the command refuses. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { attemptReference } from '../../src/core/attempt/reference.ts'
import { StorageUnavailable } from '../../src/ports/storage.ts'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { approveAtAcquirer } from '../support/approve-at-acquirer.ts'
import { runReconcile } from '../support/run-reconcile.ts'
import { passTime, payDirectly } from './payments.ts'

const hourMs = 3_600_000
let app: TestApp

beforeEach(async () => {
  app = await openTestApp()
})
afterEach(() => app.close())

/** What the acquirer holds: approvals that were not reversed. */
async function heldAtBank(): Promise<number> {
  return (await app.app.sandbox.book.transactions())
    .filter(({ state }) => state === 'approved')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0)
}

describe('a repair', () => {
  /** A payment of ours, and approvals at the acquirer that no payment of ours has. */
  async function strayApprovals(count: number): Promise<void> {
    await payDirectly(app)
    for (let i = 1; i <= count; i++) {
      const reference = attemptReference(app.app.gateway.installationId, strayId(i), 1)
      await approveAtAcquirer(app.app.sandbox.book, reference, 100)
    }
    await passTime(app, hourMs, hourMs)
  }
  const strayId = (i: number): string => `pay_00000000-0000-4000-8000-0000000000${String(i).padStart(2, '0')}`
  const repair = (args: readonly string[], answer?: boolean) =>
    runReconcile(app.app.gateway, ['--mode', 'test', '--repair', ...args], answer)

  it('of more than ten reversals does nothing, and reports the sum', async () => {
    await strayApprovals(11)
    await expect(repair(['--yes'])).rejects.toThrow(
      /11 lines would be reversed \(1100 eur\), which exceeds --reverse-up-to 10, so nothing was done/,
    )
    expect(await heldAtBank()).toBe(2_500 + 1_100)
    expect((await repair(['--yes', '--reverse-up-to', '11'])).exitCode).toBe(0)
    expect(await heldAtBank()).toBe(2_500)
  })

  it('lists what it is about to do, and asks for confirmation at the terminal', async () => {
    await strayApprovals(2)
    await expect(repair([], false)).rejects.toThrow('Nothing was done')
    expect(await heldAtBank()).toBe(2_500 + 200)
    const { noted, exitCode } = await repair([], true)
    expect(noted).toMatch(
      /^Repairs to be made:\n {2}reverse 100 eur {2}\S+\n {2}reverse 100 eur {2}\S+\nMake these 2 repairs\?$/,
    )
    expect([exitCode, await heldAtBank()]).toEqual([0, 2_500])
    const logged = app.logLines.filter((line) => line.includes('books_repaired'))
    expect(logged).toHaveLength(1)
    expect(logged[0]).toContain('"object":"2 lines of test payments"')
  })

  it('does nothing without a terminal, unless the option confirms it', async () => {
    await strayApprovals(1)
    await expect(repair([])).rejects.toThrow(
      /no terminal for the confirmation, so nothing was done: add --yes/,
    )
    expect(await heldAtBank()).toBe(2_500 + 100)
    expect((await repair(['--yes'])).exitCode).toBe(0)
  })

  it('asks nothing if there is nothing to do', async () => {
    await strayApprovals(0)
    expect(await repair([])).toMatchObject({ exitCode: 0, noted: '' })
    expect(app.logLines.join('')).not.toContain('books_repaired')
  })

  it('reverses nothing in a database without payments, even if it seems to be of this installation', async () => {
    await strayApprovals(1)
    const listPayments = async () => ({ payments: [], hasMore: false })
    const none = { ...app.app.gateway.storage, listPayments, findPayment: async () => null }
    const empty = { ...app.app.gateway, storage: none }
    await expect(runReconcile(empty, ['--mode', 'test', '--repair', '--yes'])).rejects.toThrow(
      /This database has no test payments, so nothing is reversed: set DATABASE_URL/,
    )
    expect(await heldAtBank()).toBe(2_500 + 100)
  })

  it('repairs nothing on a database that is known to be damaged', async () => {
    await strayApprovals(1)
    const ping = () => Promise.reject(new StorageUnavailable('The database is damaged.'))
    const damaged = { ...app.app.gateway, storage: { ...app.app.gateway.storage, ping } }
    await expect(runReconcile(damaged, ['--mode', 'test', '--repair', '--yes'])).rejects.toThrow(/is damaged/)
    expect(await heldAtBank()).toBe(2_500 + 100)
  })
})

describe('the command', () => {
  it.each([
    [['--mode', 'both'], '--mode must be test or live'],
    [['--mode', 'test', '--from', 'yesterday'], '--from must be a date like'],
    [
      ['--mode', 'test', '--from', '2026-11-23T00:00:00Z', '--to', '2026-11-22T00:00:00Z'],
      '--from must be before',
    ],
    [['--mode', 'live'], 'no acquirer is configured for live payments'],
    [[], '--mode test|live is missing'],
    [['--mode', 'test', '--repair', '--reverse-up-to', 'all'], '--reverse-up-to must be an integer'],
    [['--mode', 'test', '--dry'], 'there is no option "--dry"'],
  ])('refuses %j', async (args, sentence) => {
    await expect(runReconcile(app.app.gateway, args)).rejects.toThrow(sentence)
  })

  it('compares the requested span of time', async () => {
    await payDirectly(app)
    await app.clock.advance(hourMs)
    const { text } = await runReconcile(app.app.gateway, [
      ...['--mode', 'test', '--from', '2026-11-01T00:00:00Z', '--to', '2026-11-02'],
    ])
    expect(text).toBe(
      'test mode, 2026-11-01T00:00:00.000Z to 2026-11-02T00:00:00.000Z\n0 match\n\nNo unresolved differences.',
    )
  })
})
