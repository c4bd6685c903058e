/** The machine's clock history, stored for processes that start later. */
import type { DatabaseSync } from 'node:sqlite'
import type { Storage } from '../../ports/storage.ts'
import { type ClockRow, clockOf, stretchesOf } from '../rows/clock-row.ts'
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
        statements.keepClock.run(bootId, stretchesOf(history))
      }),
  } satisfies Partial<Storage>
}
