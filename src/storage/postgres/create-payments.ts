/** New payments, any number of them in one statement, with their events and the responses kept for their requests. */
import type { Creation } from '../../ports/storage.ts'
import { type ChainedEvent, chainEvents, chainStart, type SaltSource } from '../event-chain.ts'
import { idempotencyRecordValues } from '../rows/idempotency-record-row.ts'
import { stateColumns, stateValues, termsColumns, termsValues } from '../rows/payment-row.ts'
import { changedAttempts, writeAttemptsText } from './attempts.ts'
import { named, rowOf, rowsIn } from './dialect.ts'
import { appendEventsText, appendPersonalDataText, eventRows } from './events.ts'
import { keepText, recordColumns } from './idempotency.ts'

const columns = [...termsColumns, ...stateColumns]

/**
 * Parameters: payments, records, attempts, events, personal data. Responds with the ids of the payments that were made;
 * the idempotency keys of the others are taken. Records are kept in the order of their keys, so that two statements with
 * the same keys never wait for each other.
 */
export const createText = `with
  asked as materialized (select * from ${rowsIn('$1', 'p', [...columns, 'key_id', 'key'])}),
  kept as (${keepText(`select ${named('r', recordColumns)} from ${rowsIn('$2', 'r', recordColumns)} order by r.key_id, r.key`)}),
  made as (
    insert into payments (${columns.join(', ')}) select ${named('p', columns)} from asked p
    where p.key is null or (p.key_id, p.key) in (select key_id, key from kept)
    returning id, number
  ),
  attempted as (${writeAttemptsText('$3', 'made')}),
  appended as (${appendEventsText('$4', 'made')}),
  described as (${appendPersonalDataText('$5', 'made')})
  select id from made`

export type PreparedCreation = Readonly<{
  creation: Creation
  events: readonly ChainedEvent[]
  /** The newest event's. */
  hash: string
}>

export function prepareCreation(creation: Creation, random: SaltSource): PreparedCreation {
  const events = chainEvents(chainStart, [creation.event, ...creation.events], random)
  return { creation, events, hash: events.at(-1)?.hash ?? chainStart }
}

export function createValues(prepared: readonly PreparedCreation[]): readonly string[] {
  const payments: object[] = []
  const records: object[] = []
  const attempts: object[] = []
  const events: object[] = []
  const personalData: object[] = []
  for (const { creation, events: chained, hash } of prepared) {
    const { payment, idempotency } = creation
    const row = rowOf(columns, [...termsValues(payment), ...stateValues(payment, hash)])
    payments.push({ ...row, key_id: idempotency?.keyId ?? null, key: idempotency?.key ?? null })
    if (idempotency !== null) records.push(rowOf(recordColumns, idempotencyRecordValues(idempotency)))
    attempts.push(...changedAttempts(payment.id, [], payment.attempts))
    const rows = eventRows(payment.id, payment.version, chained)
    events.push(...rows.events)
    personalData.push(...rows.personalData)
  }
  return [payments, records, attempts, events, personalData].map((rows) => JSON.stringify(rows))
}
