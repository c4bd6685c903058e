/** Storage: lists are newest first, filtered, and stable for clients that page through them during inserts. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AttemptAcquirer } from '../../../src/core/attempt/attempt.ts'
import { type Currency, currencies } from '../../../src/core/money.ts'
import type { Command } from '../../../src/core/payment/commands.ts'
import type { Mode, Payment } from '../../../src/core/payment/payment.ts'
import {
  filterValues,
  type PaymentFilter,
  paymentFilters,
} from '../../../src/core/payment/payment-filters.ts'
import type { ApprovedQuery, PaymentQuery } from '../../../src/ports/storage.ts'
import { passes } from '../../../verification/simulation/passes-filters.ts'
import {
  aCreation,
  aMerchant,
  approveCommand,
  challengeCommand,
  changeBy,
  startCommand,
  startMs,
  testMerchantId,
} from '../../support/payments.ts'
import type { Subject } from './contract.ts'
import { created, saved } from './payments.ts'

const everything: PaymentQuery = {
  merchantId: testMerchantId,
  mode: 'test',
  limit: 100,
  startingAfter: null,
  endingBefore: null,
  filters: {},
  createdFromMs: null,
  createdBeforeMs: null,
}

function idsOf(payments: readonly Payment[]): readonly string[] {
  return payments.map((payment) => payment.id)
}

export function describeLists(subject: Subject): void {
  const page = (query: Partial<PaymentQuery>) => subject.storage.listPayments({ ...everything, ...query })
  const list = async (query: Partial<PaymentQuery> = {}) => (await page(query)).payments
  const createdAt = (inMs: number) => created(subject.storage, aCreation({ createdAtMs: startMs + inMs }))
  const createdIn = (mode: Mode) => created(subject.storage, aCreation({ createdAtMs: startMs, mode }))
  const createdInTurn = async (times: readonly number[]): Promise<readonly Payment[]> => {
    const payments = []
    for (const time of times) payments.push(await createdAt(time))
    return payments
  }

  describe('lists', () => {
    it('show whole payments, newest first, of one merchant and mode', async () => {
      await subject.storage.addMerchant(aMerchant({ id: 'mer_other' }))
      await created(subject.storage, aCreation({ merchantId: 'mer_other' }))
      await created(subject.storage, aCreation({ mode: 'live' }))
      const [older, newer] = await createdInTurn([1, 2])
      const started = await saved(subject.storage, changeBy(older as Payment, startCommand(older as Payment)))
      expect(await list()).toEqual([newer, started])
      expect(await list({ limit: 1 })).toEqual([newer])
      expect(await list({ merchantId: 'mer_unknown' })).toEqual([])
    })

    it('know when the newest payment of all was created', async () => {
      expect(await subject.storage.newestCreationMs()).toBeNull()
      const [, newer] = await createdInTurn([1, 2])
      expect(await subject.storage.newestCreationMs()).toBe(newer?.createdAtMs)
    })

    it('know the newest approved attempt of an account, by when it was started', async () => {
      const startedAt = async (inMs: number, at: Partial<AttemptAcquirer>, mode: Mode = 'test') => {
        const payment = await createdIn(mode)
        const command = { ...startCommand(payment), acquirer: 'own', ...at } as Command
        return saved(subject.storage, changeBy(payment, command, { atMs: startMs + inMs }))
      }
      const approvedAt = async (...start: Parameters<typeof startedAt>) => {
        const payment = await startedAt(...start)
        return (await saved(subject.storage, changeBy(payment, approveCommand(payment)))).id
      }
      const newest = (query: Partial<ApprovedQuery> = {}) => {
        const all = { mode: 'test', acquirer: 'own', account: null, fromMs: 0, toMs: startMs + 100 } as const
        return subject.storage.newestApproved({ ...all, ...query })
      }
      expect(await newest()).toBeNull()
      const [second, first] = [await approvedAt(20, {}), await approvedAt(10, {})]
      const named = await approvedAt(30, { account: 'acct_1' })
      const live = await approvedAt(40, {}, 'live')
      await approvedAt(50, { acquirer: 'another' })
      await startedAt(60, {})
      expect(await newest()).toBe(second)
      expect(await newest({ toMs: startMs + 20, fromMs: startMs + 20 })).toBe(second)
      expect(await newest({ toMs: startMs + 19 })).toBe(first)
      expect(await newest({ fromMs: startMs + 21 })).toBeNull()
      expect(await newest({ account: 'acct_1' })).toBe(named)
      expect(await newest({ account: 'acct_2' })).toBeNull()
      expect(await newest({ mode: 'live' })).toBe(live)
    })

    it('begin after a cursor, or end just before one', async () => {
      const [a, b, c, d, e] = (await createdInTurn([1, 2, 3, 4, 5])) as [
        Payment,
        Payment,
        Payment,
        Payment,
        Payment,
      ]
      expect(idsOf(await list({ startingAfter: d, limit: 2 }))).toEqual([c.id, b.id])
      expect(idsOf(await list({ startingAfter: a }))).toEqual([])
      expect(idsOf(await list({ endingBefore: b, limit: 2 }))).toEqual([d.id, c.id])
      expect(idsOf(await list({ endingBefore: b }))).toEqual([e.id, d.id, c.id])
      expect(idsOf(await list({ endingBefore: e }))).toEqual([])
    })

    it('compare the ids of one millisecond by their bytes, as cursors do', async () => {
      const ids = ['pay_A', 'pay_B', 'pay_Z9', 'pay_Za', 'pay_a', 'pay_a0', 'pay_aB', 'pay_ab', 'pay_b']
      const payments: Payment[] = []
      for (const id of [...ids].reverse()) payments.push(await created(subject.storage, aCreation({ id })))
      expect(idsOf(await list())).toEqual([...ids].reverse())
      const seen: string[] = []
      for (let cursor: Payment | undefined = payments[0]; cursor !== undefined; ) {
        seen.push(cursor.id)
        cursor = (await list({ startingAfter: cursor, limit: 1 }))[0]
      }
      expect(seen).toEqual([...ids].reverse())
      const middle = payments[4]
      expect(idsOf(await list({ endingBefore: middle as Payment, limit: 2 }))).toEqual(['pay_aB', 'pay_a0'])
    })

    it('filter by time of creation, from inclusive and before exclusive', async () => {
      const [, b, c] = (await createdInTurn([1, 2, 3, 4])) as [Payment, Payment, Payment, Payment]
      const range = { createdFromMs: startMs + 2, createdBeforeMs: startMs + 4 }
      expect(idsOf(await list(range))).toEqual([c.id, b.id])
      expect(idsOf(await list({ ...range, startingAfter: c }))).toEqual([b.id])
      expect(idsOf(await list({ ...range, endingBefore: b }))).toEqual([c.id])
      expect(idsOf(await list({ createdFromMs: startMs + 5 }))).toEqual([])
    })

    it('filter by status', async () => {
      const { storage } = subject
      const [open, canceled, asked] = (await createdInTurn([1, 2, 3])) as [Payment, Payment, Payment]
      await saved(storage, changeBy(canceled, { type: 'cancel' }))
      const started = await saved(storage, changeBy(asked, startCommand(asked)))
      await saved(storage, changeBy(started, challengeCommand(started)))
      expect(idsOf(await list({ filters: { status: 'pending' } }))).toEqual([open.id])
      expect(idsOf(await list({ filters: { status: 'canceled' } }))).toEqual([canceled.id])
      expect(idsOf(await list({ filters: { status: 'requires_action' } }))).toEqual([asked.id])
      expect(idsOf(await list({ filters: { status: 'canceled' }, createdFromMs: startMs + 3 }))).toEqual([])
      expect(await list({ filters: { status: 'succeeded' } })).toEqual([])
    })

    it('show each old payment exactly once to a walk while others insert', async () => {
      const times = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 14 })
      const pages = fc.record({ limit: fc.integer({ min: 1, max: 5 }), isUpwards: fc.boolean() })
      const walk = async (
        old: readonly number[],
        later: readonly number[],
        limit: number,
        isUpwards: boolean,
      ) => {
        // Each walk has a merchant of its own.
        const merchantId = `mer_walk_${walks++}`
        await subject.storage.addMerchant(aMerchant({ id: merchantId }))
        const insert = (inMs: number) =>
          created(subject.storage, aCreation({ merchantId, createdAtMs: startMs + inMs }))
        const first = await insert(isUpwards ? -1 : 7)
        const expected = new Set<string>()
        for (const inMs of old) expected.add((await insert(inMs)).id)
        const insertions = [...later]
        const seen: string[] = []
        for (let cursor: Payment | undefined = first; cursor !== undefined; ) {
          const direction: Partial<PaymentQuery> = isUpwards
            ? { endingBefore: cursor }
            : { startingAfter: cursor }
          const page = await list({ merchantId, limit, ...direction })
          expect([...page].sort(newestFirst)).toEqual(page)
          seen.push(...idsOf(page))
          cursor = isUpwards ? page[0] : page.at(-1)
          const insertion = insertions.pop()
          if (insertion !== undefined) await insert(insertion)
        }
        expect(new Set(seen).size).toBe(seen.length)
        expect(seen.filter((id) => expected.has(id))).toHaveLength(expected.size)
      }
      let walks = 0
      await fc.assert(
        fc.asyncProperty(times, times, pages, (old, later, { limit, isUpwards }) =>
          walk(old, later, limit, isUpwards),
        ),
        { numRuns: 40 },
      )
    })

    it('answer every combination of filters and cursors as a plain filter would', async () => {
      const { storage } = subject
      const payments: Payment[] = []
      for (let index = 0; index < 24; index++) {
        const terms = { createdAtMs: startMs + (index % 7), currency: currencies[index % 2] as Currency }
        const payment = await created(storage, aCreation(terms))
        const isCanceled = index % 3 === 0
        payments.push(isCanceled ? await saved(storage, changeBy(payment, { type: 'cancel' })) : payment)
      }
      payments.sort(newestFirst)
      const times = fc.option(fc.integer({ min: startMs - 1, max: startMs + 8 }))
      const queries = fc.record({
        limit: fc.integer({ min: 1, max: 30 }),
        filters: fc.record(
          Object.fromEntries(paymentFilters.map((filter) => [filter, valuesOf(filter, payments)])),
        ),
        createdFromMs: times,
        createdBeforeMs: times,
        cursor: fc.option(fc.record({ at: fc.nat(payments.length - 1), isUpwards: fc.boolean() })),
      })
      const property = fc.asyncProperty(queries, async ({ cursor, ...asked }) => {
        const at = cursor === null ? null : (payments[cursor.at] ?? null)
        const startingAfter = cursor?.isUpwards === false ? at : null
        const endingBefore = cursor?.isUpwards === true ? at : null
        const query = { ...asked, startingAfter, endingBefore } as Partial<PaymentQuery>
        const expected = payments
          .slice(startingAfter === null ? 0 : payments.indexOf(startingAfter) + 1)
          .slice(0, endingBefore === null ? undefined : payments.indexOf(endingBefore))
          .filter((payment) => passes(payment, asked.filters))
          .filter(({ createdAtMs }) => createdAtMs >= (asked.createdFromMs ?? 0))
          .filter(({ createdAtMs }) => createdAtMs < (asked.createdBeforeMs ?? Number.POSITIVE_INFINITY))
        const shown = endingBefore === null ? expected.slice(0, asked.limit) : expected.slice(-asked.limit)
        expect(await page(query)).toEqual({ payments: shown, hasMore: expected.length > asked.limit })
      })
      await fc.assert(property, { numRuns: 150 })
    })
  })
}

/** Any value that one of the payments has, or none. */
function valuesOf(filter: PaymentFilter, payments: readonly Payment[]): fc.Arbitrary<string | null> {
  return fc.constantFrom(null, ...new Set(payments.map((payment) => filterValues[filter](payment))))
}

function newestFirst(a: Payment, b: Payment): number {
  return b.createdAtMs - a.createdAtMs || (a.id < b.id ? 1 : -1)
}
