/** Events in SQLite: append-only and chained by their hashes, with their personal data in a separate table. */
import type { DatabaseSync } from 'node:sqlite'
import type { AnyEvent } from '../../core/payment/events.ts'
import type { ChainedEvent } from '../event-chain.ts'
import { overwriting, reunite } from '../personal-data.ts'

type EventStatements = ReturnType<typeof prepareEvents>

export function prepareEvents(database: DatabaseSync) {
  return {
    appendEvent: database.prepare(
      'insert into events (payment_number, version, position, body, hash) values (?, ?, ?, ?, ?)',
    ),
    appendPersonalData: database.prepare(
      'insert into personal_data (payment_number, version, position, body) values (?, ?, ?, ?)',
    ),
    personalDataOf: database.prepare('select number, body from personal_data where payment_number = ?'),
    overwritePersonalData: database.prepare('update personal_data set body = ? where number = ?'),
    eventsOf: database.prepare(`select events.body, personal_data.body as personal_data from events
      left join personal_data using (payment_number, version, position)
      where payment_number = (select number from payments where id = ?) order by version, position`),
  }
}

export function readEvents(statements: EventStatements, paymentId: string): readonly AnyEvent[] {
  const rows = statements.eventsOf.all(paymentId) as { body: string; personal_data: string | null }[]
  return rows.map((row) => reunite(row.body, row.personal_data))
}

export function appendEvents(
  statements: EventStatements,
  paymentNumber: number | bigint,
  version: number,
  events: readonly ChainedEvent[],
): void {
  for (const [position, { body, personalData, hash }] of events.entries()) {
    statements.appendEvent.run(paymentNumber, version, position, body, hash)
    if (personalData === null) continue
    statements.appendPersonalData.run(paymentNumber, version, position, personalData)
  }
}

/** Once the payment's row says that its personal data was removed. */
export function overwritePersonalData(statements: EventStatements, paymentNumber: number): void {
  const rows = statements.personalDataOf.all(paymentNumber) as { number: number; body: string }[]
  for (const { number, body } of rows) statements.overwritePersonalData.run(overwriting(body), number)
}
