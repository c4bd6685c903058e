/** Whose personal data is there to be removed, and making sure that nothing of it is left in the files. */
import type { DatabaseSync } from 'node:sqlite'
import type { EmailMatches, EndedPayment, Storage } from '../../ports/storage.ts'
import { idsWithEmail } from '../personal-data.ts'
import type { Connection } from './connection.ts'

type PersonalDataStatements = ReturnType<typeof preparePersonalData>

/** How many rows are searched for an email address per step: about ten milliseconds. */
const searchedAtOnce = 2_000

/** Exported for the test that asks the query planner. */
export const withPersonalDataText = `select id, ended_at_ms from payments
  where mode = ? and ending is not null and personal_data_removed_at_ms is null and ended_at_ms < ?
    and (ended_at_ms, number) > (?, coalesce((select number from payments where id = ?), 0))
  order by ended_at_ms, number limit ?`

export function preparePersonalData(database: DatabaseSync) {
  return {
    withPersonalData: database.prepare(withPersonalDataText),
    emptyLog: () => emptyLog(database),
    lastPersonalData: database.prepare('select max(number) as number from personal_data'),
    stepOfPersonalData: database.prepare(`select payments.id, personal_data.body from personal_data
      join payments on payments.number = personal_data.payment_number
      where personal_data.number > ? and personal_data.number <= ?`),
  }
}

export function personalDataStorage(connection: Connection<PersonalDataStatements>) {
  return {
    listWithPersonalData: async ({ mode, endedBeforeMs, after, limit }) =>
      connection.read(({ withPersonalData }) =>
        withPersonalData
          .all(mode, endedBeforeMs, after?.endedAtMs ?? -1, after?.id ?? '', limit)
          .map((row): EndedPayment => ({ id: String(row.id), endedAtMs: Number(row.ended_at_ms) })),
      ),
    findPaymentsByEmail: async (email, from) =>
      connection.readTogether((statements) => search(statements, email, from)),
    discardOverwritten: async () => connection.read((statements) => statements.emptyLog()),
  } satisfies Partial<Storage>
}

/** Copies the write-ahead log into the file and empties it. Does not wait: returns false if it is in use. */
function emptyLog(database: DatabaseSync): boolean {
  const timeoutMs = database.prepare('pragma busy_timeout').get()?.timeout
  database.exec('pragma busy_timeout = 0')
  try {
    return database.prepare('pragma wal_checkpoint(truncate)').get()?.busy === 0
  } finally {
    database.exec(`pragma busy_timeout = ${timeoutMs}`)
  }
}

function search(statements: PersonalDataStatements, email: string, from: number): EmailMatches {
  const to = from + searchedAtOnce
  const rows = statements.stepOfPersonalData.all(from, to) as { id: string; body: string }[]
  const last = Number(statements.lastPersonalData.get()?.number ?? 0)
  return { ids: idsWithEmail(rows, email), next: to < last ? to : null }
}
