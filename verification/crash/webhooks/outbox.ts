/** The outbox of a campaign on PostgreSQL: filled with events that are due, and read past the gateways. */
import type { Sql } from 'postgres'
import { SecretBox } from '../../../src/platform/secret-box.ts'

export const encryptionKey: Buffer = Buffer.alloc(32, 7)
const secret = `whsec_${encryptionKey.toString('base64')}`

export const numberOf = (eventId: string): number => Number(eventId.slice(4)) - 1_000_000_000
export const bodyOf = (eventId: string): string => `{"id":"${eventId}","object":"event"}`

/** One delivery for each event, at each endpoint in turn. They are of live mode, in which nothing else happens. */
export async function fillOutbox(sql: Sql, urls: readonly string[], events: number): Promise<void> {
  const nowMs = Date.now()
  const box = new SecretBox([encryptionKey])
  const [merchant] = await sql`select id from merchants limit 1`
  const endpoints = urls.map((url, at) => {
    const id = endpointOf(at)
    return {
      ...{
        id,
        url,
        merchant_id: String(merchant?.id),
        mode: 'live',
        events: '*',
        secret: box.seal(secret, id),
      },
      ...{ created_at_ms: nowMs, version: 1 },
    }
  })
  await sql`insert into webhook_endpoints ${sql(endpoints)}`
  await sql.unsafe(`insert into webhook_events (merchant_id, mode, id, type, created_at_ms, body)
    select '${merchant?.id}', 'live', 'evt_' || (1000000000 + i), 'payment.canceled', ${nowMs},
      '{"id":"evt_' || (1000000000 + i) || '","object":"event"}' from generate_series(0, ${events - 1}) i`)
  await sql.unsafe(`insert into webhook_deliveries (endpoint_id, event_id, state, trigger_kind, attempt_count, schedule_count, next_at_ms)
    select 'we_' || (1000 + i % ${urls.length}), 'evt_' || (1000000000 + i), 'pending', 'schedule', 0, 0, ${nowMs}
    from generate_series(0, ${events - 1}) i`)
  await sql`analyze`
}

const endpointOf = (at: number): string => `we_${1_000 + at}`

export type OutboxCounts = Readonly<{
  /** At endpoints that are not dead. */
  waiting: number
  /** Of them, those that a process has claimed, and perhaps did not live to send. */
  leased: number
}>

export async function countOutbox(sql: Sql, dead: number): Promise<OutboxCounts> {
  const [row] =
    await sql`select count(*) as waiting, count(*) filter (where next_at_ms > ${Date.now()}) as leased
    from webhook_deliveries where next_at_ms is not null and endpoint_id >= ${endpointOf(dead)} and endpoint_id < 'we_2'`
  return { waiting: Number(row?.waiting), leased: Number(row?.leased) }
}

/** Nobody waits a minute for the leases of processes that were killed. Returns how many were open. */
export async function endLeases(sql: Sql, dead: number): Promise<number> {
  const ended = await sql`update webhook_deliveries set next_at_ms = 0
    where next_at_ms is not null and endpoint_id >= ${endpointOf(dead)} and endpoint_id < 'we_2'`
  return ended.count
}

export type Delivered = Readonly<{ eventId: string; state: string; attempts: number; recorded: number }>

/** What is known of the deliveries to endpoints that are not dead: attempts that were begun, and those that ended. */
export async function readDelivered(sql: Sql, dead: number): Promise<readonly Delivered[]> {
  const rows = await sql`select d.event_id, d.state, d.attempt_count,
      (select count(*) from webhook_attempts a where a.endpoint_id = d.endpoint_id and a.event_id = d.event_id) as recorded
    from webhook_deliveries d where d.endpoint_id >= ${endpointOf(dead)} and d.endpoint_id < 'we_2'`
  return rows.map((row) => ({
    eventId: String(row.event_id),
    state: String(row.state),
    attempts: Number(row.attempt_count),
    recorded: Number(row.recorded),
  }))
}

/** Successes at endpoints that are dead. */
export async function countMiracles(sql: Sql, dead: number): Promise<number> {
  const [row] = await sql`select count(*) as n from webhook_deliveries
    where endpoint_id < ${endpointOf(dead)} and state = 'succeeded'`
  return Number(row?.n)
}
