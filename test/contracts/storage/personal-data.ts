/** Storage: what is personal in a payment can be removed from it and from its events, and from nothing else. */
import { describe, expect, it } from 'vitest'
import type { Command } from '../../../src/core/payment/commands.ts'
import type { Payment } from '../../../src/core/payment/payment.ts'
import type { EndedPayment, PersonalDataQuery, Storage } from '../../../src/ports/storage.ts'
import { aCreation, approveCommand, changeBy, refundCommand, startCommand } from '../../support/payments.ts'
import type { Subject } from './contract.ts'
import { reopenIfDurable } from './engine.ts'
import { created, saved } from './payments.ts'

const dayMs = 24 * 3_600_000
const remove: Command = { type: 'remove_personal_data', by: 'operator', keepMs: 0 }

const suppliedCustomer = {
  email: 'Ada@Example.com',
  firstName: 'Ada',
  lastName: 'Lovelace',
  country: 'GB',
  phone: '+441234567890',
  address: '12 St James’s Square',
  city: 'London',
  zip: 'SW1Y',
}
const terms = {
  description: 'Two tickets',
  metadata: { order: '17' },
  returnUrl: 'https://shop.example/return?customer=ada',
  callbackUrl: 'https://shop.example/callback?customer=ada',
  suppliedCustomer,
}
const none = {
  description: null,
  metadata: null,
  returnUrl: null,
  callbackUrl: null,
  suppliedCustomer: null,
  customer: null,
}

async function paid(storage: Storage): Promise<Payment> {
  const payment = await created(storage, aCreation(terms))
  const started = await saved(storage, changeBy(payment, startCommand(payment)))
  return saved(storage, changeBy(started, approveCommand(started)))
}

async function canceled(storage: Storage, atMs: number): Promise<Payment> {
  const payment = await created(storage, aCreation(terms))
  return saved(storage, changeBy(payment, { type: 'cancel' }, { atMs }))
}

function removal(payment: Payment) {
  return changeBy(payment, remove, { atMs: (payment.ending?.atMs ?? 0) + 2 * dayMs })
}

async function allWithPersonalData(
  storage: Storage,
  query: Pick<PersonalDataQuery, 'endedBeforeMs' | 'limit'>,
): Promise<readonly EndedPayment[]> {
  const all: EndedPayment[] = []
  for (;;) {
    const page = await storage.listWithPersonalData({ ...query, mode: 'test', after: all.at(-1) ?? null })
    all.push(...page)
    if (page.length < query.limit) return all
  }
}

export function describePersonalData(subject: Subject): void {
  describe('personal data', () => {
    it('is gone from the payment and its events once it is removed, and everything else stays', async () => {
      const { storage } = subject
      const before = await paid(storage)
      const after = await saved(storage, removal(before))
      expect(after).toEqual({
        ...before,
        ...none,
        version: before.version + 1,
        personalDataRemovedAtMs: after.personalDataRemovedAtMs,
      })
      expect(await storage.findPayment(before.id)).toEqual(after)
      await reopenIfDurable(subject)
      expect(await subject.storage.findPayment(before.id)).toEqual(after)
      const events = await subject.storage.listEvents(before.id)
      expect(events.map(({ type }) => type)).toEqual([
        'payment_created',
        'attempt_started',
        'attempt_approved',
        'payment_succeeded',
        'payment_personal_data_removed',
      ])
      expect(JSON.stringify(events)).not.toMatch(/ada@|lovelace|tickets|shop\.example/i)
    })

    it('stays in the payments from which it was not removed', async () => {
      const { storage } = subject
      const [one, other] = [await paid(storage), await paid(storage)]
      await saved(storage, removal(one))
      expect(await storage.findPayment(other.id)).toEqual(other)
      const [event] = await storage.listEvents(other.id)
      expect(event).toMatchObject({ terms, customer: null })
    })

    it('is not needed for a refund', async () => {
      const { storage } = subject
      const removed = await saved(storage, removal(await paid(storage)))
      const refunded = await saved(storage, changeBy(removed, refundCommand(400)))
      expect(await storage.findPayment(refunded.id)).toEqual(refunded)
    })

    it('is removed once by two writers at once', async () => {
      const { storage } = subject
      const change = removal(await paid(storage))
      const results = await Promise.all([storage.save(change), storage.save(change)])
      expect(results.sort()).toEqual(['lost_race', 'saved'])
    })

    it('is listed for ended payments, by mode and by when they ended, until it is removed', async () => {
      const { storage } = subject
      await created(storage, aCreation(terms))
      const [late, early] = [await canceled(storage, dayMs * 20_600), await canceled(storage, dayMs * 20_500)]
      const live = await created(storage, aCreation({ mode: 'live' }))
      await saved(storage, changeBy(live, { type: 'cancel' }, { atMs: dayMs * 20_500 }))
      const all = { endedBeforeMs: dayMs * 30_000, limit: 10 }
      const idsOf = async (query: typeof all) =>
        (await allWithPersonalData(storage, query)).map(({ id }) => id)
      expect(await idsOf(all)).toEqual([early.id, late.id])
      expect(await idsOf({ ...all, endedBeforeMs: dayMs * 20_600 })).toEqual([early.id])
      await saved(storage, removal(early))
      expect(await idsOf(all)).toEqual([late.id])
    })

    it('is listed in pages that leave none out, where many payments ended at once', async () => {
      const { storage } = subject
      const made = []
      for (let count = 0; count < 7; count += 1) made.push((await canceled(storage, dayMs * 20_600)).id)
      const listed = await allWithPersonalData(storage, { endedBeforeMs: dayMs * 30_000, limit: 3 })
      expect(listed.map(({ id }) => id).sort()).toEqual(made.sort())
    })

    it('is found by the email address, the supplied and the typed one, in any case', async () => {
      const { storage } = subject
      const supplied = await created(storage, aCreation(terms))
      const typed = await created(storage)
      await saved(storage, changeBy(typed, startCommand(typed)))
      const other = await created(storage, aCreation({ metadata: { about: 'ada@example.com' } }))
      const { ids, next } = await storage.findPaymentsByEmail('ADA@example.com', 0)
      expect([...ids].sort()).toEqual([supplied.id, typed.id].sort())
      expect(ids).not.toContain(other.id)
      expect(next).toBeNull()
      expect((await storage.findPaymentsByEmail('da@example.com', 0)).ids).toEqual([])
    })

    it.each([
      ['björk@bücher.example', 'BJÖRK@BÜCHER.EXAMPLE'],
      ['ΠΈΤΡΟΣ@example.com', 'πέτρος@example.com'],
      // The sign for kelvin, whose small letter is an ordinary k.
      ['\u212Aim@example.com', 'kim@EXAMPLE.com'],
      ['"a\\b"@example.com', '"A\\B"@example.com'],
    ])('is found by the email address %s in other letters', async (email, wanted) => {
      const { storage } = subject
      const customer = await created(
        storage,
        aCreation({ ...terms, suppliedCustomer: { ...suppliedCustomer, email } }),
      )
      expect((await storage.findPaymentsByEmail(wanted, 0)).ids).toEqual([customer.id])
      expect((await storage.findPaymentsByEmail(`a${wanted}`, 0)).ids).toEqual([])
    })

    it('leaves nothing behind where nobody else uses the storage', async () => {
      const { storage } = subject
      await saved(storage, removal(await paid(storage)))
      expect(await storage.discardOverwritten()).toBe(true)
    })
  })
}
