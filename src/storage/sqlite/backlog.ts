/** What waits in a SQLite database. */
import type { DatabaseSync } from 'node:sqlite'
import type { Storage } from '../../ports/storage.ts'
import { dueSince, oldestDueText, type UnsettledRow, unsettledOf, unsettledText } from '../backlog.ts'
import type { Connection } from './connection.ts'

type BacklogStatements = ReturnType<typeof prepareBacklog>

export function prepareBacklog(database: DatabaseSync) {
  return { oldestDue: database.prepare(oldestDueText), unsettled: database.prepare(unsettledText) }
}

export function backlogStorage(connection: Connection<BacklogStatements>) {
  return {
    backlog: async (nowMs) =>
      connection.readTogether((statements) => {
        const { at_ms: atMs } = statements.oldestDue.get() as { at_ms: number | null }
        const rows = statements.unsettled.all() as unknown as readonly UnsettledRow[]
        return { oldestDueMs: dueSince(atMs, nowMs), unsettled: rows.map(unsettledOf) }
      }),
  } satisfies Partial<Storage>
}
