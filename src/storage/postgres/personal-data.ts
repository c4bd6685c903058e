/** Whose personal data is there to be removed, and clearing away what was overwritten. */
import type { EndedPayment, Storage } from '../../ports/storage.ts'
import { idsWithEmail } from '../personal-data.ts'
import type { Connection } from './connection.ts'

/** How many rows are searched for an email address per step. */
const searchedAtOnce = 500

/** Exported for the test that asks the planner. */
export const withPersonalDataText = `select id, ended_at_ms from payments
  where mode = $1 and ending is not null and personal_data_removed_at_ms is null and ended_at_ms < $2
    and (ended_at_ms, number) > ($3, coalesce((select number from payments where id = $4), 0))
  order by ended_at_ms, number limit $5`

/**
 * Payments are walked through by their numbers, which are times with a factor, because a number itself may be larger than
 * the integers that a program is sure of. `next` is null at the end.
 */
const searchText = `with
  step as (
    select max(payment_number) / 4096 as upto from (
      select payment_number from personal_data where payment_number >= $1::bigint * 4096
      order by payment_number limit ${searchedAtOnce}
    ) rows
  ),
  bounds as (
    select upto, exists (select from personal_data where payment_number >= (step.upto + 1) * 4096) as has_more from step
  )
  select case when has_more then upto + 1 end as next, found.id, found.body from bounds left join lateral (
    select payments.id, personal_data.body from personal_data
    join payments on payments.number = personal_data.payment_number
    where payment_number >= $1::bigint * 4096 and payment_number < (bounds.upto + 1) * 4096
  ) found on true`

/** One row without an ID where a step has found nothing. */
type Searched = Readonly<{ next: number | null; id: string | null; body: string | null }>

export function personalDataStorage(connection: Connection) {
  return {
    listWithPersonalData: async ({ mode, endedBeforeMs, after, limit }) => {
      const values = [mode, endedBeforeMs, after?.endedAtMs ?? -1, after?.id ?? '', limit]
      const rows = await connection.read(withPersonalDataText, values)
      return rows.map((row): EndedPayment => ({ id: String(row.id), endedAtMs: Number(row.ended_at_ms) }))
    },
    findPaymentsByEmail: async (email, from) => {
      const rows = (await connection.read(searchText, [from])) as unknown as readonly Searched[]
      const searched = rows.filter((row): row is Searched & { id: string; body: string } => row.id !== null)
      const ids = connection.reading(() => idsWithEmail(searched, email))
      const next = rows[0]?.next ?? null
      return { ids, next: next === null ? null : Number(next) }
    },
    discardOverwritten: () => connection.vacuum('personal_data'),
  } satisfies Partial<Storage>
}
