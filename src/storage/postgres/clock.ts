/** The machine's clock history, stored for processes that start later. */
import type { Storage } from '../../ports/storage.ts'
import { type ClockRow, clockOf, stretchesOf } from '../rows/clock-row.ts'
import type { Connection } from './connection.ts'

const findText = 'select boot_id, stretches from clock'
const keepText = `insert into clock (only_row, boot_id, stretches) values (1, $1, $2)
  on conflict (only_row) do update set boot_id = excluded.boot_id, stretches = excluded.stretches`

export function clockStorage(connection: Connection) {
  return {
    keptClock: async () => {
      const [row] = await connection.read(findText)
      return row === undefined ? null : clockOf(row as ClockRow)
    },
    keepClock: async ({ bootId, history }) => {
      await connection.write(keepText, [bootId, stretchesOf(history)])
    },
  } satisfies Partial<Storage>
}
