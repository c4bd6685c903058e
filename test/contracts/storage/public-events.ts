/** Storage: public events are saved with their cause, and read with the personal data that is still there. */
import { describe, expect, it } from 'vitest'
import { presentPayment } from '../../../src/api/present-payment.ts'
import type { Payment } from '../../../src/core/payment/payment.ts'
import type { StoredEvent } from '../../../src/core/public-events.ts'
import type { EventQuery } from '../../../src/ports/event-storage.ts'
import {
  aCreation,
  aMerchant,
  approveCommand,
  changeBy,
  declineCommand,
  refundCommand,
  startCommand,
  startMs,
  testMerchantId,
} from '../../support/payments.ts'
import type { Subject } from './contract.ts'
import { created, saved } from './payments.ts'

const owner = { merchantId: testMerchantId, mode: 'test' } as const
const everything: EventQuery = {
  ...owner,
  limit: 10,
  startingAfter: null,
  endingBefore: null,
  type: null,
  paymentId: null,
  createdFromMs: null,
  createdBeforeMs: null,
}

export function describePublicEvents(subject: Subject): void {
  const listed = (query: Partial<EventQuery> = {}) =>
    subject.storage.listPublicEvents({ ...everything, ...query })
  const typesOf = (events: readonly StoredEvent[]) => events.map(({ type }) => type)

  const succeed = async (payment: Payment): Promise<Payment> => {
    const started = await saved(subject.storage, changeBy(payment, startCommand(payment)))
    return saved(subject.storage, changeBy(started, approveCommand(started)))
  }
  const canceled = async (atMs: number): Promise<StoredEvent> => {
    const payment = await created(subject.storage, aCreation())
    await saved(subject.storage, changeBy(payment, { type: 'cancel' }, { atMs }))
    const [event] = (await listed({ paymentId: payment.id })).events
    return event as StoredEvent
  }

  describe('public events', () => {
    it('are saved with the change, and show the payment as it was then', async () => {
      const terms = { description: 'Blue "socks"', metadata: { customer: 'null', order: '1' } }
      const payment = await succeed(await created(subject.storage, aCreation(terms)))
      const refunded = await saved(subject.storage, changeBy(payment, refundCommand(100)))
      const { events, hasMore } = await listed()
      expect(hasMore).toBe(false)
      expect(typesOf(events)).toEqual(['refund.created', 'payment.succeeded'])
      for (const [event, then] of [
        [events[1], payment],
        [events[0], refunded],
      ] as const) {
        const snapshot = JSON.stringify(presentPayment(then, 'https://pay.example'))
        expect(event).toMatchObject({ ...owner, paymentId: payment.id })
        expect(event?.body).toContain(`"payment":${snapshot}}}`)
        expect(await subject.storage.findEvent(owner, event?.id ?? '')).toEqual(event)
      }
    })

    it('show the customer who was known at that time', async () => {
      const payment = await created(subject.storage)
      const customerOf = ({ body }: StoredEvent) => JSON.parse(body).data.payment.customer
      const challenged = { ...payment }
      const first = await saved(subject.storage, changeBy(challenged, startCommand(challenged)))
      const declined = await saved(subject.storage, changeBy(first, declineCommand(first)))
      const again = startCommand(declined)
      const other = { email: 'eve@example.com', name: 'Eve', address: null }
      const second = await saved(subject.storage, changeBy(declined, { ...again, customer: other } as never))
      await saved(subject.storage, changeBy(second, approveCommand(second)))
      const [event] = (await listed()).events
      expect(customerOf(event as StoredEvent)).toEqual({ email: 'eve@example.com', name: 'Eve' })
    })

    it('lose the personal data when it is removed from the payment', async () => {
      const terms = { description: 'Blue socks', metadata: { name: 'Ada' } }
      const payment = await succeed(await created(subject.storage, aCreation(terms)))
      const removal = { type: 'remove_personal_data', by: 'operator', keepMs: 0 } as const
      const removed = changeBy(payment, removal, { atMs: startMs + 2 * 86_400_000 })
      await saved(subject.storage, removed)
      const [event] = (await listed()).events
      const shown = JSON.parse(event?.body ?? '').data.payment
      expect(shown).toMatchObject({ description: null, customer: null, metadata: null, status: 'succeeded' })
      expect(event?.body).not.toMatch(/socks|Ada|ada@/)
    })

    it('are not saved by a change that loses its race', async () => {
      const payment = await created(subject.storage)
      const cancel = changeBy(payment, { type: 'cancel' })
      await saved(subject.storage, cancel)
      const late = changeBy(payment, { type: 'expire' }, { atMs: payment.expiresAtMs })
      expect(await subject.storage.save(late)).toBe('lost_race')
      expect(typesOf((await listed()).events)).toEqual(['payment.canceled'])
    })

    it('belong to one merchant and mode', async () => {
      const { id } = await canceled(startMs)
      await subject.storage.addMerchant(aMerchant({ id: 'mer_other' }))
      for (const other of [
        { ...owner, mode: 'live' },
        { ...owner, merchantId: 'mer_other' },
      ] as const) {
        expect(await subject.storage.findEvent(other, id)).toBeNull()
        expect((await listed(other)).events).toEqual([])
      }
      expect(await subject.storage.findEvent(owner, 'evt_unknown')).toBeNull()
    })

    it('are listed newest first, in pages with cursors in both directions', async () => {
      const events = [await canceled(startMs + 1), await canceled(startMs + 2), await canceled(startMs + 3)]
      const [oldest, middle, newest] = events.map(({ id }) => id) as [string, string, string]
      const ids = async (query: Partial<EventQuery>) => {
        const page = await listed(query)
        return [...page.events.map(({ id }) => id), page.hasMore]
      }
      expect(await ids({})).toEqual([newest, middle, oldest, false])
      expect(await ids({ limit: 2 })).toEqual([newest, middle, true])
      expect(await ids({ startingAfter: newest, limit: 1 })).toEqual([middle, true])
      expect(await ids({ startingAfter: middle })).toEqual([oldest, false])
      expect(await ids({ endingBefore: oldest, limit: 1 })).toEqual([middle, true])
      expect(await ids({ endingBefore: middle })).toEqual([newest, false])
      expect(await ids({ createdFromMs: startMs + 2, createdBeforeMs: startMs + 3 })).toEqual([middle, false])
    })

    it('are filtered by type and by payment', async () => {
      const first = await succeed(await created(subject.storage))
      await saved(subject.storage, changeBy(first, refundCommand(100)))
      const second = await succeed(await created(subject.storage))
      const succeeded = await listed({ type: 'payment.succeeded' })
      expect(succeeded.events.map(({ paymentId }) => paymentId).sort()).toEqual([first.id, second.id].sort())
      expect((await listed({ type: 'payment.failed' })).events).toEqual([])
      expect(typesOf((await listed({ paymentId: first.id })).events).sort()).toEqual([
        'payment.succeeded',
        'refund.created',
      ])
      const both = await listed({ paymentId: first.id, type: 'refund.created' })
      expect(typesOf(both.events)).toEqual(['refund.created'])
      expect((await listed({ paymentId: 'pay_unknown' })).events).toEqual([])
    })

    it('are removed when they are old, a limited number at a time', async () => {
      for (const ms of [1, 2, 3]) await canceled(startMs + ms)
      expect(await subject.storage.purgeEvents(startMs + 3, 1)).toBe(1)
      expect(await subject.storage.purgeEvents(startMs + 3, 10)).toBe(1)
      expect(await subject.storage.purgeEvents(startMs + 3, 10)).toBe(0)
      expect((await listed()).events).toHaveLength(1)
    })
  })
}
