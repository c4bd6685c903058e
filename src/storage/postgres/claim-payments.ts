/**
 * Taking payments over. The rows are locked first, so that nobody else can claim them, and only then is it asked what time
 * it is: a process that was frozen before it came here must not judge them by the time when it was.
 */
import type { Claim } from '../../ports/storage.ts'
import type { Ask, Connection } from './connection.ts'
import { arrayOf } from './dialect.ts'
import { type StoredPayment, wholeColumns } from './read-payments.ts'

/** What others have locked is being worked on. Exported for the test that asks the planner, as the next one is. */
export const dueText = `select id from payments where wake_at_ms <= $1
  order by wake_at_ms, id limit $2 for no key update skip locked`

/**
 * Payments that only wait for their session to end are excluded without reading their parts. A wake time that belongs to no
 * part is a lease. The locked ones are asked about again: $4 is null at first, and then their ids.
 */
export const farAheadText = `select id from payments where wake_at_ms > $1 and ($4::text[] is null or id = any($4))
  and wake_at_ms <> expires_at_ms + extensions * (expires_at_ms - created_at_ms) and (
    exists (select from attempts where payment_id = payments.id and state <> 'reversed' and next_at_ms > $1)
    or exists (select from refunds where payment_id = payments.id and next_at_ms > $1
      and (state <> 'reversing' or next_at_ms - updated_at_ms <= $2))
    or not exists (select from attempts where payment_id = payments.id and next_at_ms = wake_at_ms)
      and not exists (select from refunds where payment_id = payments.id and next_at_ms = wake_at_ms)
  ) order by wake_at_ms desc, id limit $3 for no key update skip locked`

const takeOverText = `update payments set epoch = epoch + 1, version = version + 1, wake_at_ms = $2
  where id = any($1::text[]) and ($3::bigint is null or wake_at_ms <= $3) returning ${wholeColumns}`

type Found = Readonly<{
  ids: readonly string[]
  /** Of these, only those that are due by then are taken. */
  dueByMs: number | null
}>

export function claimDue(connection: Connection, claim: Claim): Promise<readonly StoredPayment[]> {
  return take(connection, claim, async (ask, atMs) => ({
    ids: idsIn(await ask(dueText, [atMs(), claim.limit])),
    dueByMs: atMs(),
  }))
}

export function claimFarAhead(
  connection: Connection,
  claim: Claim & Readonly<{ aheadMs: number }>,
): Promise<readonly StoredPayment[]> {
  const { aheadMs, limit } = claim
  return take(connection, claim, async (ask, atMs) => {
    const far = async (among: readonly string[] | null): Promise<readonly string[]> => {
      const ids = among === null ? null : arrayOf(among)
      return idsIn(await ask(farAheadText, [atMs() + aheadMs, aheadMs, limit, ids]))
    }
    const locked = await far(null)
    return { ids: locked.length === 0 ? [] : await far(locked), dueByMs: null }
  })
}

/** In the order in which they were found. */
async function take(
  connection: Connection,
  { nowMs, leaseMs }: Claim,
  find: (ask: Ask, nowMs: () => number) => Promise<Found>,
): Promise<readonly StoredPayment[]> {
  return connection.transact(async (ask) => {
    const { ids, dueByMs } = await find(ask, nowMs)
    if (ids.length === 0) return []
    const rows = await ask(takeOverText, [arrayOf(ids), nowMs() + leaseMs, dueByMs])
    const byId = new Map((rows as unknown as StoredPayment[]).map((row) => [row.id, row]))
    return ids.flatMap((id) => byId.get(id) ?? [])
  })
}

function idsIn(rows: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  return rows.map(({ id }) => String(id))
}
