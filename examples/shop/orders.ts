/**
 * The shop's own order table. It stores what a payment is later compared with: the payment's ID, the amount, and the
 * currency. An order that is paid stays paid, and one payment can belong to one order only. After a payment that failed,
 * the customer may try again: the same order then gets another payment.
 */
import { DatabaseSync } from 'node:sqlite'
import type { Currency, Product } from './products.ts'

export const orderStatuses = ['open', 'paid', 'failed', 'expired', 'canceled'] as const
export type OrderStatus = (typeof orderStatuses)[number]

export type Order = Readonly<{
  /** A random UUID. It is in the order's URL, so nobody can guess the URL of someone else's order. */
  id: string
  /** From 1001. For people: on the page, in the payment's description, and on the phone. */
  number: number
  item: string
  amount_minor: number
  currency: Currency
  buyer: 'guest' | 'member'
  status: OrderStatus
  payment_id: string | null
  hpp_url: string | null
  /** From 1. Each try is a payment of its own. */
  attempt: number
}>

export type WaitingEvent = Readonly<{ id: string; payment_id: string | null }>

const schema = `
  create table if not exists orders (
    number integer primary key autoincrement,
    id text not null unique,
    item text not null,
    amount_minor integer not null check (amount_minor > 0),
    currency text not null check (currency in ('eur', 'usd', 'gbp')),
    buyer text not null check (buyer in ('guest', 'member')),
    status text not null default 'open' check (status in ('open', 'paid', 'failed', 'expired', 'canceled')),
    payment_id text unique,
    hpp_url text,
    attempt integer not null default 1
  ) strict;
  create table if not exists earlier_payments (
    payment_id text primary key,
    order_id text not null references orders (id)
  ) strict;
  -- What is to be packed: one parcel for each paid order, written together with its status. Packing starts from here.
  create table if not exists parcels (
    order_id text primary key references orders (id)
  ) strict;
  -- Events from the gateway: stored before the gateway gets its response, and handled afterward.
  create table if not exists events (
    id text primary key,
    payment_id text,
    is_handled integer not null default 0 check (is_handled in (0, 1))
  ) strict;
  insert into sqlite_sequence (name, seq)
    select 'orders', 1000 where not exists (select 1 from sqlite_sequence where name = 'orders')`

export type Orders = ReturnType<typeof openOrders>

export function openOrders(databaseFile: string) {
  const database = new DatabaseSync(databaseFile)
  database.exec('pragma journal_mode = wal')
  database.exec(schema)
  const insert = database.prepare(
    `insert into orders (id, item, amount_minor, currency, buyer)
     values (?, ?, ?, ?, ?) on conflict (id) do nothing`,
  )
  const select = database.prepare('select * from orders where id = ?')
  const attach = database.prepare(
    'update orders set payment_id = ?, hpp_url = ? where id = ? and payment_id is null',
  )
  const settle = database.prepare(
    `update orders set status = ? where id = ? and payment_id = ? and status = 'open'`,
  )
  const pack = database.prepare('insert into parcels (order_id) values (?)')
  const selectByPayment = database.prepare('select * from orders where payment_id = ?')
  const keepEvent = database.prepare(
    'insert into events (id, payment_id) values (?, ?) on conflict (id) do nothing',
  )
  const waitingEvents = database.prepare(
    'select id, payment_id from events where is_handled = 0 order by rowid',
  )
  const finishEvent = database.prepare('update events set is_handled = 1 where id = ?')
  const keepEarlier = database.prepare(
    `insert into earlier_payments (payment_id, order_id)
     select payment_id, id from orders where id = ? and status in ('failed', 'expired', 'canceled')`,
  )
  const reopen = database.prepare(
    `update orders set status = 'open', payment_id = null, hpp_url = null, attempt = attempt + 1
     where id = ? and status in ('failed', 'expired', 'canceled')`,
  )
  const selectEarlier = database.prepare(
    'select 1 from earlier_payments where payment_id = ? and order_id = ?',
  )

  /** All of it or, if it throws or the process ends, nothing. */
  const together = <T>(run: () => T): T => {
    database.exec('begin immediate')
    try {
      const result = run()
      database.exec('commit')
      return result
    } catch (error) {
      database.exec('rollback')
      throw error
    }
  }

  const find = (id: string): Order | null => (select.get(id) as Order | undefined) ?? null

  return {
    find,
    /** Placing the same order again returns the first one: a double click does not create a second order. */
    place(id: string, product: Product, buyer: Order['buyer']): Order {
      insert.run(id, product.id, product.amountMinor, product.currency, buyer)
      const order = find(id)
      if (order === null) throw new Error(`order ${id} was not placed`)
      return order
    },
    attachPayment(id: string, paymentId: string, hppUrl: string): void {
      attach.run(paymentId, hppUrl, id)
    },
    /** The order that this payment is the present try to pay. */
    findByPayment(paymentId: string): Order | null {
      return (selectByPayment.get(paymentId) as Order | undefined) ?? null
    },
    /** True only for the call that changed the order. A paid order gets its parcel in the same transaction. */
    settle(id: string, paymentId: string, status: OrderStatus): boolean {
      return together(() => {
        const isNew = settle.run(status, id, paymentId).changes === 1
        if (isNew && status === 'paid') pack.run(id)
        return isNew
      })
    },
    /** False if the event was stored before. */
    keepEvent(eventId: string, paymentId: string | null): boolean {
      return keepEvent.run(eventId, paymentId).changes === 1
    },
    waitingEvents(): readonly WaitingEvent[] {
      return waitingEvents.all() as WaitingEvent[]
    },
    finishEvent(eventId: string): void {
      finishEvent.run(eventId)
    },
    /** Prepares an order for another payment, unless it is open or paid. */
    reopen(id: string): void {
      together(() => {
        keepEarlier.run(id)
        reopen.run(id)
      })
    },
    /** Whether this payment was an earlier try to pay this order. */
    hadPayment(id: string, paymentId: string): boolean {
      return selectEarlier.get(paymentId, id) !== undefined
    },
    close(): void {
      database.close()
    },
  }
}
