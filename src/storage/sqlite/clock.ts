/** The machine's clock history, stored for processes that start later. */
import type { DatabaseSync } from 'node:sqlite'
import type { ClockHistory, KeptClock } from '../../core/clock-history.ts'
import type { Storage } from '../../ports.ts'
import type { Connection } from './connection.ts'

type ClockStatements = ReturnType<typeof prepareClock>

export function prepareClock(database: DatabaseSync) {
  return {
    findClock: database.prepare('select boot_id, stretches from clock'),
    keepClock: database.prepare(`
      insert into clock (only_row, boot_id, stretches) values (1, ?, ?)
      on conflict do update set boot_id = excluded.boot_id, stretches = excluded.stretches`),
  }
}

export function clockStorage(connection: Connection<ClockStatements>) {
  return {
    keptClock: async () => {
      const row = connection.read((statements) => statements.findClock.get())
      return row === undefined ? null : clockOf(row as ClockRow)
    },
    keepClock: ({ bootId, history }) =>
      connection.write((statements) => {
        statements.keepClock.run(bootId, JSON.stringify(history.map(rowOf)))
      }),
  } satisfies Partial<Storage>
}

type ClockRow = Readonly<{ boot_id: string; stretches: string }>
/** JSON has no infinity. */
type StretchRow = readonly [fromMs: number | null, toMs: number | null, offsetMs: number]

function rowOf({ fromMs, toMs, offsetMs }: ClockHistory[number]): StretchRow {
  return [fromMs, toMs, offsetMs]
}

function clockOf({ boot_id: bootId, stretches }: ClockRow): KeptClock {
  const rows = JSON.parse(stretches) as readonly StretchRow[]
  const history = rows.map(([fromMs, toMs, offsetMs]) => ({
    fromMs: fromMs ?? -Infinity,
    toMs: toMs ?? Infinity,
    offsetMs,
  }))
  return { bootId, history }
}
