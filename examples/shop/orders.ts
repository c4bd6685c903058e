/**
 * The shop's own order table. It stores what a payment is later compared with: the payment's ID, the amount, and the
 * currency. An order that is paid stays paid, and one payment can belong to one order only.
 */
import { DatabaseSync } from 'node:sqlite'
import type { Currency, Product } from './products.ts'

export const orderStatuses = ['open', 'paid', 'failed', 'expired', 'canceled'] as const
export type OrderStatus = (typeof orderStatuses)[number]

export type Order = Readonly<{
  id: string
  item: string
  amount_minor: number
  currency: Currency
  buyer: 'guest' | 'member'
  status: OrderStatus
  payment_id: string | null
  hpp_url: string | null
  idempotency_key: string
}>

const schema = `
  create table if not exists orders (
    id text primary key,
    item text not null,
    amount_minor integer not null check (amount_minor > 0),
    currency text not null check (currency in ('eur', 'usd', 'gbp')),
    buyer text not null check (buyer in ('guest', 'member')),
    status text not null default 'open' check (status in ('open', 'paid', 'failed', 'expired', 'canceled')),
    payment_id text unique,
    hpp_url text,
    idempotency_key text not null unique
  ) strict`

export type Orders = ReturnType<typeof openOrders>

export function openOrders(databaseFile: string) {
  const database = new DatabaseSync(databaseFile)
  database.exec('pragma journal_mode = wal')
  database.exec(schema)
  const insert = database.prepare(
    `insert into orders (id, item, amount_minor, currency, buyer, idempotency_key)
     values (?, ?, ?, ?, ?, ?) on conflict (id) do nothing`,
  )
  const select = database.prepare('select * from orders where id = ?')
  const attach = database.prepare(
    'update orders set payment_id = ?, hpp_url = ? where id = ? and payment_id is null',
  )
  const settle = database.prepare(`update orders set status = ? where id = ? and status != 'paid'`)

  const find = (id: string): Order | null => (select.get(id) as Order | undefined) ?? null

  return {
    find,
    /** Placing the same order again returns the first one: a double click does not create a second order. */
    place(id: string, product: Product, buyer: Order['buyer']): Order {
      insert.run(id, product.id, product.amountMinor, product.currency, buyer, `hpp-order-${id}`)
      const order = find(id)
      if (order === null) throw new Error(`order ${id} was not placed`)
      return order
    },
    attachPayment(id: string, paymentId: string, hppUrl: string): void {
      attach.run(paymentId, hppUrl, id)
    },
    settle(id: string, status: OrderStatus): void {
      settle.run(status, id)
    },
    close(): void {
      database.close()
    },
  }
}
