/**
 * Counts the use of API keys in the statement that checks them. A window lasts a minute from its first request, and a day
 * from its first bytes; nodes tell when they know by their monotonic clocks that a window is over.
 */
import type { ApiKey } from '../../core/api-key.ts'
import {
  type KeyUsage,
  type KeyUse,
  nodesDifferMs,
  requestWindowMs,
  storageWindowMs,
} from '../../core/key-usage.ts'
import { ConnectionLost, StatementFailed } from '../../platform/postgres/errors.ts'
import type { SharedState } from '../../ports/shared-state.ts'
import { isExpired } from '../api-key-use.ts'
import { type ApiKeyRow, apiKeyColumns, apiKeyOf } from '../rows/api-key-row.ts'
import { findKeysText } from './api-keys.ts'
import type { Connection } from './connection.ts'
import { arrayOf, canBeStored } from './dialect.ts'
import { isPromised } from './failures.ts'
import { Joined } from './joined.ts'
import { reads } from './lookups.ts'

/** Further ahead than any node's time: by a clock that was set back since. */
const aheadMs = 70_000

const isOver = `(excluded.window_ms >= u.window_ms + ${requestWindowMs - nodesDifferMs} or u.window_ms = excluded.ended_ms
  or u.window_ms > excluded.window_ms + ${aheadMs})`
const isNextDay = `(excluded.day_ms >= u.day_ms + ${storageWindowMs} or u.day_ms > excluded.day_ms + ${aheadMs})`

/** Rows are counted in the order of their keys, so that two statements never wait for each other. */
const useKeysText = `
  with used as (
    select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
      as t (hash, now_ms, window_ms, ended_ms, requests, bytes)
  ), found as (
    select k.*, used.now_ms, used.window_ms, used.ended_ms, used.requests, used.bytes
    from api_keys k join used on k.hash = used.hash where k.revoked_at_ms is null
  ), counted as (
    insert into key_usage as u (key_id, window_ms, ended_ms, requests, day_ms, bytes)
    select id, window_ms, ended_ms, requests, now_ms, bytes from found where requests > 0 order by id
    on conflict (key_id) do update set
      window_ms = case when ${isOver} then excluded.window_ms else u.window_ms end,
      ended_ms = excluded.ended_ms,
      requests = case when ${isOver} then 0 else u.requests end + excluded.requests,
      day_ms = case when ${isNextDay} then excluded.day_ms else u.day_ms end,
      bytes = case when ${isNextDay} then 0 else u.bytes end + excluded.bytes
    returning key_id, window_ms, requests, day_ms, bytes
  )
  select ${apiKeyColumns.map((name) => `found.${name}`).join(', ')}, counted.window_ms, counted.requests,
    counted.day_ms, counted.bytes
  from found left join counted on counted.key_id = found.id`

type Item = Readonly<{ hash: string; use: KeyUse | null }>
type Used = Readonly<{ key: ApiKey; usage: KeyUsage | null }>
type UsageRow = ApiKeyRow &
  Readonly<{ window_ms: number | null; requests: number; day_ms: number; bytes: number }>

export function keyUsage(connection: Connection): Pick<SharedState, 'useApiKey'> {
  const using = new Joined<Item, Used | null>({
    ...reads,
    deadlineMs: connection.deadlineMs,
    run: async (items, deadlineMs) => {
      const rows = await useOrFind(connection, items, performance.now() + deadlineMs)
      const found = new Map(rows.map((row) => [row.hash, row]))
      return usedInOrder(items, found)
    },
  })
  return {
    useApiKey: async (hash, nowMs, use) => {
      if (!canBeStored(hash)) return null
      const used = connection.damage.trusted(await using.add({ hash, use }))
      return used === null || isExpired(used.key, nowMs) ? null : used
    },
  }
}

async function useOrFind(
  connection: Connection,
  items: readonly Item[],
  endsAtMs: number,
): Promise<readonly UsageRow[]> {
  const leftMs = () => endsAtMs - performance.now()
  const uses = together(items)
  const find = async () => {
    const hashes = arrayOf([...new Set(items.map(({ hash }) => hash))])
    return (await connection.read(findKeysText, [hashes], leftMs())) as unknown as readonly UsageRow[]
  }
  if (items.every(({ use }) => use === null)) return find()
  const column = (of: (use: (typeof uses)[number]) => string | number | null) =>
    `{${uses.map((use) => of(use) ?? 'NULL').join()}}`
  try {
    const counts = [
      arrayOf(uses.map(({ hash }) => hash)),
      column(({ nowMs }) => nowMs),
      column(({ windowMs }) => windowMs),
      column(({ endedMs }) => endedMs),
      column(({ requests }) => requests),
      column(({ bytes }) => bytes),
    ]
    return (await connection.readOnce(useKeysText, counts, leftMs())) as unknown as readonly UsageRow[]
  } catch (error) {
    if (!takesNoCounts(error) || leftMs() <= 0) throw error
    return find()
  }
}

/**
 * Read-only, full, or waiting for a lock: what needs no write must go on. Where the connection was lost, the requests may
 * have been counted, and must not be counted twice.
 */
function takesNoCounts(error: unknown): boolean {
  const cause = isPromised(error) ? (error as Error).cause : error
  if (cause instanceof ConnectionLost) return true
  return cause instanceof StatementFailed && !cause.endsConnection && /^(?:25|53|55|57014)/.test(cause.code)
}

/** One row of a key may be written once in a statement. */
function together(items: readonly Item[]) {
  const sums = new Map<string, KeyUse & { hash: string }>()
  for (const { hash, use } of items) {
    const { requests = 0, bytes = 0 } = sums.get(hash) ?? {}
    const { nowMs = 0, windowMs = 0, endedMs = null } = use ?? sums.get(hash) ?? {}
    sums.set(hash, {
      ...{ hash, nowMs, windowMs, endedMs },
      requests: requests + (use?.requests ?? 0),
      bytes: bytes + (use?.bytes ?? 0),
    })
  }
  return [...sums.values()]
}

/** Each request gets the count up to and including itself. */
function usedInOrder(items: readonly Item[], found: ReadonlyMap<string, UsageRow>): readonly (Used | null)[] {
  const later = new Map<string, number>()
  return items
    .toReversed()
    .map(({ hash, use }): Used | null => {
      const row = found.get(hash)
      if (row === undefined) return null
      const key = apiKeyOf(row)
      if (use === null || row.window_ms === null || row.window_ms === undefined) return { key, usage: null }
      const requests = row.requests - (later.get(hash) ?? 0)
      later.set(hash, (later.get(hash) ?? 0) + use.requests)
      return { key, usage: { windowMs: row.window_ms, requests, dayMs: row.day_ms, bytes: row.bytes } }
    })
    .toReversed()
}
