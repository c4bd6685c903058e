/** What nodes share besides payments: the time, counts, and who does what needs to be done once. */
import type { SharedState } from '../../ports/shared-state.ts'
import type { Connection } from './connection.ts'
import { keyUsage } from './key-usage.ts'
import { nodeReports } from './node-reports.ts'

/** Not the time at which the statement was received. */
const timeText = 'select (extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms'

const takeLeaseText = `insert into leases as l (name, holder, until_ms) values ($1, $2, $3)
  on conflict (name) do update set holder = excluded.holder, until_ms = excluded.until_ms
  where l.holder = excluded.holder or l.until_ms <= $4`

export function sharedState(connection: Connection): SharedState {
  return {
    ...keyUsage(connection),
    ...nodeReports(connection),
    timeMs: async () => Number((await connection.read(timeText))[0]?.now_ms),
    takeLease: async ({ name, holder, nowMs, untilMs }) =>
      (await connection.write(takeLeaseText, [name, holder, untilMs, nowMs])).count === 1,
  }
}
