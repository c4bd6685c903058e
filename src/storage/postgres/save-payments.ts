/** Changes of payments, any number of them in one statement, each as a whole or not at all. */
import type { Change } from '../../ports/storage.ts'
import { type ChainedEvent, chainEvents, type SaltSource } from '../event-chain.ts'
import { idempotencyRecordValues } from '../rows/idempotency-record-row.ts'
import { stateColumns, stateValues } from '../rows/payment-row.ts'
import { changedAttempts, writeAttemptsText } from './attempts.ts'
import { assigned, named, rowOf, rowsIn } from './dialect.ts'
import { appendEventsText, appendPersonalDataText, eventRows, overwritePersonalDataText } from './events.ts'
import { keepText, recordColumns } from './idempotency.ts'
import { changedRefunds, writeRefundsText } from './refunds.ts'
import { addDeliveriesText } from './webhook-endpoints.ts'
import { publicEventRows, publishText } from './webhook-events.ts'

const beforeColumns = ['id', 'before_version', 'before_hash', 'removes_personal_data']
const beforeTypes = { before_version: 'integer', removes_personal_data: 'boolean' }

/**
 * Parameters: changes, records, attempts, refunds, events, personal data. Returns the ids of the payments that still had the
 * version of before, and whether the change was made; it was not where the idempotency key is taken. Payments are locked
 * in the order of their ids, and records in that of their keys, so that two statements never wait for each other. Each is
 * looked up by itself: as a join, a plan that was made when the table was empty would read all of it.
 */
const saving = (lock: string, published: string) => `with
  asked as materialized (
    select * from ${rowsIn('$1', 'c', [...beforeColumns, 'key_id', 'key', ...stateColumns], beforeTypes)}
  ),
  locked as materialized (
    select found.* from (select * from asked order by id collate "C") c cross join lateral (
      select p.id, p.number, p.version, p.event_hash from payments p
      where p.id = c.id and p.version = c.before_version and p.event_hash = c.before_hash ${lock}
    ) found
  ),
  kept as (${keepText(`select ${named('r', recordColumns)} from ${rowsIn('$2', 'r', ['payment_id', ...recordColumns])}
    where r.payment_id in (select id from locked) order by r.key_id, r.key`)}),
  won as materialized (
    select c.*, locked.number from asked c join locked
    on locked.id = c.id and locked.version = c.before_version and locked.event_hash = c.before_hash
    where c.key is null or (c.key_id, c.key) in (select key_id, key from kept)
  ),
  attempted as (${writeAttemptsText('$3', 'won')}),
  changed as (
    update payments set ${assigned('won', stateColumns)} from won where payments.number = won.number
  ),
  refunded as (${writeRefundsText('$4', 'won')}),
  appended as (${appendEventsText('$5', 'won')}),
  described as (${appendPersonalDataText('$6', 'won')}),
  ${published}
  overwritten as (${overwritePersonalDataText('won')})
  select locked.id, won.id is not null as is_saved from locked left join won on won.id = locked.id`

/** With one more parameter, the public events. Most saves have none. */
const publishing = `published as (${publishText('$7', 'won')}),
  delivered as (${addDeliveriesText('$7', 'published')}),`

/** Another save of the same payment is waited for, and has then changed the version. */
const savingOne = (published: string) => saving('for no key update of p', published)

/** Payments that somebody else has locked are left as they are, so that the others need not wait: `is_saved` is null. */
const savingMany = (published: string) => `${saving('for no key update of p skip locked', published)}
  union all
  select c.id, null from asked c where (select count(*) from locked) < (select count(*) from asked)
    and c.id not in (select id from locked)
    and (select p.version = c.before_version and p.event_hash = c.before_hash from payments p where p.id = c.id)`

/** Exported for the test that asks the planner. */
export const saveTexts = {
  one: { silent: savingOne(''), publishing: savingOne(publishing) },
  many: { silent: savingMany(''), publishing: savingMany(publishing) },
} as const

export type PreparedChange = Readonly<{
  change: Change
  beforeHash: string
  events: readonly ChainedEvent[]
  /** The newest event's. */
  hash: string
}>

export function prepareChange(change: Change, beforeHash: string, random: SaltSource): PreparedChange {
  const events = chainEvents(beforeHash, change.events, random)
  return { change, beforeHash, events, hash: events.at(-1)?.hash ?? beforeHash }
}

/** What saves them, and its values. */
export function saveStatement(
  kind: keyof typeof saveTexts,
  prepared: readonly PreparedChange[],
): readonly [string, readonly string[]] {
  const published = prepared.flatMap(({ change }) => publicEventRows(change))
  const values = saveValues(prepared)
  return published.length === 0
    ? [saveTexts[kind].silent, values]
    : [saveTexts[kind].publishing, [...values, JSON.stringify(published)]]
}

function saveValues(prepared: readonly PreparedChange[]): readonly string[] {
  const changes: object[] = []
  const records: object[] = []
  const attempts: object[] = []
  const refunds: object[] = []
  const events: object[] = []
  const personalData: object[] = []
  for (const one of prepared) {
    const { before, after, idempotency } = one.change
    changes.push(changeRow(one))
    if (idempotency !== null) {
      const record = rowOf(recordColumns, idempotencyRecordValues(idempotency))
      records.push({ payment_id: before.id, ...record })
    }
    attempts.push(...changedAttempts(before.id, before.attempts, after.attempts))
    refunds.push(...changedRefunds(before.id, before.refunds, after.refunds))
    const rows = eventRows(before.id, after.version, one.events)
    events.push(...rows.events)
    personalData.push(...rows.personalData)
  }
  return [changes, records, attempts, refunds, events, personalData].map((rows) => JSON.stringify(rows))
}

function changeRow({ change, beforeHash, hash }: PreparedChange): object {
  const { before, after, idempotency } = change
  return {
    ...rowOf(stateColumns, stateValues(after, hash)),
    id: before.id,
    before_version: before.version,
    before_hash: beforeHash,
    removes_personal_data: before.personalDataRemovedAtMs !== after.personalDataRemovedAtMs,
    key_id: idempotency?.keyId ?? null,
    key: idempotency?.key ?? null,
  }
}
