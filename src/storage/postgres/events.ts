/** Events in PostgreSQL: append-only and chained by their hashes, with their personal data in a separate table. */
import type { AnyEvent } from '../../core/payment/events.ts'
import type { ChainedEvent } from '../event-chain.ts'
import { reunite } from '../personal-data.ts'
import type { Rows } from './connection.ts'
import { named, rowsIn } from './dialect.ts'

const eventColumns = ['version', 'position', 'body', 'hash'] as const
const personalDataColumns = ['version', 'position', 'body'] as const

export const eventsText = `select e.body, d.body as personal_data
  from payments p join events e on e.payment_number = p.number
  left join personal_data d
    on d.payment_number = e.payment_number and d.version = e.version and d.position = e.position
  where p.id = $1 order by e.version, e.position`

export function eventsOf(rows: Rows): readonly AnyEvent[] {
  const events = rows as unknown as readonly { body: string; personal_data: string | null }[]
  return events.map((row) => reunite(row.body, row.personal_data))
}

/** Appends the events in `parameter` to the payments in `payments`, which have an id and a number. */
export function appendEventsText(parameter: string, payments: string): string {
  return appendText('events', parameter, payments, eventColumns)
}

export function appendPersonalDataText(parameter: string, payments: string): string {
  return appendText('personal_data', parameter, payments, personalDataColumns)
}

function appendText(table: string, parameter: string, payments: string, columns: readonly string[]): string {
  return `insert into ${table} (payment_number, ${columns.join(', ')})
    select p.number, ${named('e', columns)}
    from ${rowsIn(parameter, 'e', ['payment_id', ...columns])} join ${payments} p on p.id = e.payment_id`
}

/** Overwrites the personal data of the payments in `payments` that say so. */
export function overwritePersonalDataText(payments: string): string {
  return `update personal_data set body = repeat(' ', octet_length(personal_data.body))
    from ${payments} p where p.removes_personal_data and personal_data.payment_number = p.number`
}

type EventRows = Readonly<{ events: readonly object[]; personalData: readonly object[] }>

export function eventRows(paymentId: string, version: number, events: readonly ChainedEvent[]): EventRows {
  const placed = events.map((event, position) => ({ payment_id: paymentId, version, position, event }))
  return {
    events: placed.map(({ event: { body, hash }, ...place }) => ({ ...place, body, hash })),
    personalData: placed.flatMap(({ event: { personalData }, ...place }) =>
      personalData === null ? [] : [{ ...place, body: personalData }],
    ),
  }
}
