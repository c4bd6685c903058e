import { DatabaseSync } from 'node:sqlite'

const { FLOWLIX_URL = '', FLOWLIX_KEY = '' } = process.env
const shop = new DatabaseSync('shop.db', { timeout: 5000 })
shop.exec(`
  create table if not exists orders (payment_id text primary key,
    amount integer, currency text, status text default 'open');
  create table if not exists inbox (event_id text primary key,
    payment_id text, is_done integer default 0)`)

/** After this, the event cannot be lost, so respond with 204. */
export function remember({ id, data }) {
  if (!data.payment) return
  shop
    .prepare(
      `insert into inbox (event_id, payment_id) values (?, ?)
      on conflict do nothing`,
    )
    .run(id, data.payment.id)
}

/** Acts on what is in the inbox. Failed events are tried again later. */
export async function work() {
  const waiting = shop.prepare('select * from inbox where is_done = 0')
  for (const { event_id, payment_id } of waiting.all()) {
    try {
      fulfill(await retrieve(payment_id))
      shop.prepare('update inbox set is_done = 1 where event_id = ?').run(event_id)
    } catch (error) {
      console.error(event_id, error)
    }
  }
}
setInterval(work, 60_000).unref()

/** The event says what was; the payment says what is. */
async function retrieve(id) {
  const response = await fetch(`${FLOWLIX_URL}/v1/payments/${id}`, {
    headers: { Authorization: `Bearer ${FLOWLIX_KEY}` },
    signal: AbortSignal.timeout(30_000),
  })
  if (!response.ok) throw new Error(`status ${response.status}`)
  return response.json()
}

/** Changes an order from open to paid, and only once. */
function fulfill({ id, status, amount, currency }) {
  if (status !== 'succeeded') return
  const { changes } = shop
    .prepare(
      `update orders set status = 'paid' where payment_id = ?
      and amount = ? and currency = ? and status = 'open'`,
    )
    .run(id, amount, currency)
  if (changes === 1) console.log(`deliver the order of ${id}`)
}
