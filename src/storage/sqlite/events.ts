/** Events in SQLite: append-only, and chained by their hashes. */
import type { DatabaseSync } from 'node:sqlite'
import type { AnyEvent } from '../../core/payment/events.ts'
import type { ChainedEvent } from '../event-chain.ts'
import { fromJson } from '../rows/damaged-row.ts'

type EventStatements = ReturnType<typeof prepareEvents>

export function prepareEvents(database: DatabaseSync) {
  return {
    appendEvent: database.prepare(
      'insert into events (payment_number, version, position, body, hash) values (?, ?, ?, ?, ?)',
    ),
    eventsOf:
      database.prepare(`select body from events where payment_number = (select number from payments where id = ?)
        order by version, position`),
  }
}

export function readEvents(statements: EventStatements, paymentId: string): readonly AnyEvent[] {
  return statements.eventsOf.all(paymentId).map((row) => fromJson<AnyEvent>(String(row.body), 'events.body'))
}

export function appendEvents(
  statements: EventStatements,
  paymentNumber: number | bigint,
  version: number,
  events: readonly ChainedEvent[],
): void {
  for (const [position, event] of events.entries()) {
    statements.appendEvent.run(paymentNumber, version, position, event.body, event.hash)
  }
}
