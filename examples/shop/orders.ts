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
  const settle = database.prepare(`update orders set status = ? where id = ? and status = 'open'`)
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
    /** True only for the call that changed the order, so that a paid order is packed once. */
    settle(id: string, status: OrderStatus): boolean {
      return settle.run(status, id).changes === 1
    },
    /** Prepares an order for another payment, unless it is open or paid. */
    reopen(id: string): void {
      database.exec('begin immediate')
      keepEarlier.run(id)
      reopen.run(id)
      database.exec('commit')
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
