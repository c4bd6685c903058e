/** What waits in a PostgreSQL database. */
import type { Storage } from '../../ports/storage.ts'
import { dueSince, oldestDueText, type UnsettledRow, unsettledOf, unsettledText } from '../backlog.ts'
import type { Connection } from './connection.ts'

export function backlogStorage(connection: Connection) {
  return {
    backlog: async (nowMs) => {
      const [[oldest], rows] = await Promise.all([
        connection.read(oldestDueText),
        connection.read(unsettledText),
      ])
      const unsettled = (rows as unknown as readonly UnsettledRow[]).map(unsettledOf)
      return { oldestDueMs: dueSince((oldest?.at_ms ?? null) as number | null, nowMs), unsettled }
    },
  } satisfies Partial<Storage>
}
