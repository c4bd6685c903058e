/** What nodes tell each other: each stores its reports for a short time, and reads those of the others. */
import type { SharedState } from '../../ports/shared-state.ts'
import type { Connection } from './connection.ts'
import { arrayOf } from './dialect.ts'

const keptMs = 60_000
/** Further ahead than any node's time: by a clock that was set back since. */
const aheadMs = 70_000
const reportsMax = 200

/** A node never has two of these under way, so others see its reports in the order of their numbers. */
const exchangeText = `
  with told as (
    insert into node_reports (node, number, at_ms, body) select $1, $2::bigint, $3::bigint, $4
    where $2::bigint is not null on conflict (node, number) do nothing
  ), old as materialized (
    select node, number from node_reports where at_ms < $5 or at_ms > $6 order by node, number for update skip locked
  ), removed as (
    delete from node_reports r using old where r.node = old.node and r.number = old.number
  )
  select r.node, r.number, r.at_ms, r.body
  from node_reports r left join unnest($7::text[], $8::bigint[]) as known (node, number) on known.node = r.node
  where r.node <> $1 and r.at_ms >= $5 and (known.number is null or r.number > known.number)
  order by r.node, r.number limit ${reportsMax}`

export function nodeReports(connection: Connection): Pick<SharedState, 'exchangeReports'> {
  return {
    exchangeReports: async ({ node, report, read, nowMs }) => {
      const { number = null, atMs = null, body = null } = report ?? {}
      const values = [
        ...[node, number, atMs, body],
        ...[nowMs - keptMs, nowMs + aheadMs],
        ...[arrayOf([...read.keys()]), `{${[...read.values()].join()}}`],
      ]
      const rows = await connection.readOnce(exchangeText, values, connection.deadlineMs)
      return rows.map((row) => ({
        node: String(row.node),
        number: Number(row.number),
        atMs: Number(row.at_ms),
        body: String(row.body),
      }))
    },
  }
}
