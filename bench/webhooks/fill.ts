/**
 * Fills a database with deliveries that are due, each of an event of a payment of its own, for many endpoints. They are in
 * live mode, so that nothing that is measured in test mode is told to them as well.
 */
import { DatabaseSync } from 'node:sqlite'
import postgres from 'postgres'

export type Backlog = Readonly<{
  endpoints: number
  /** Where they are, in turns. */
  urls: readonly string[]
  /** Whether they have been failing for an hour. */
  areFailing: boolean
  /** The signing secret of an endpoint, as it is stored. */
  sealed: (id: string) => string
}>

/** The gateway must not be running, and must have made an event and the payments to copy. */
export function fillFile(file: string, backlog: Backlog): void {
  const database = new DatabaseSync(file)
  // After a power failure, the benchmark starts over.
  database.exec('pragma synchronous = off; begin immediate')
  for (const text of textsOf(backlog)) database.exec(text)
  database.exec('commit; pragma wal_checkpoint(truncate); analyze')
  database.close()
}

/** As {@link fillFile}, on a PostgreSQL server. */
export async function fillServer(url: string, backlog: Backlog): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  for (const text of textsOf(backlog)) await sql.unsafe(text)
  await sql`vacuum (analyze)`
  await sql`checkpoint`
  await sql.end()
}

const hourMs = 3_600_000
const idOf = (prefix: string, number: string): string => `'${prefix}' || (1000000000 + ${number})`

function textsOf({ endpoints, urls, areFailing, sealed }: Backlog): readonly string[] {
  const atMs = Date.now() - hourMs
  const rows = Array.from({ length: endpoints }, (_, i) => {
    const id = `we_${1_000_000_000 + i}`
    return `('${id}', '${urls[i % urls.length]}', '${sealed(id)}')`
  })
  return [
    `insert into webhook_endpoints (id, url, secret, merchant_id, mode, events, failing_since_ms, created_at_ms, version)
      with made (id, url, secret) as (values ${rows.join(', ')})
      select made.*, original.merchant_id, 'live', '*', cast(${areFailing ? atMs : 'null'} as bigint), ${atMs}, 1
      from made cross join (select merchant_id from webhook_events where mode = 'test' limit 1) original`,
    `insert into webhook_events (merchant_id, mode, id, type, payment_number, payment_version, created_at_ms, body)
      select payments.merchant_id, 'live', ${idOf('evt_', 'payments.number')}, 'payment.canceled', payments.number,
        payments.version, ${atMs}, original.body
      from payments cross join (select body from webhook_events where mode = 'test' limit 1) original`,
    `insert into webhook_deliveries (endpoint_id, event_id, payment_number, payment_version, state, trigger_kind, attempt_count,
        schedule_count, next_at_ms)
      select ${idOf('we_', `payment_number % ${endpoints}`)}, id, payment_number, payment_version, 'pending', 'schedule', 0, 0,
        ${atMs} + payment_number % 1000
      from webhook_events where mode = 'live'`,
  ]
}
