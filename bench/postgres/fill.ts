/**
 * Fills a database with copies of three real payments: a paid, a canceled, and an open one, spread over the past year.
 * Constraints and triggers stay on, so the paid ones are inserted open, get their approved attempt, and then succeed.
 */
import postgres from 'postgres'
import type { Originals } from '../originals.ts'

const yearMs = 365 * 24 * 3_600_000
/** Of twenty payments, so many are paid, and so many are still open. */
const [paid, open, all] = [5, 1, 20]

/** Returns the ids of some payments in the middle, by time. */
export async function fillWithPayments(
  url: string,
  originals: Originals,
  count: number,
): Promise<readonly string[]> {
  // It is flushed at the end: nothing that is measured may find the disk busy with it.
  const sql = postgres(url, { max: 1, onnotice: () => {}, connection: { synchronous_commit: 'off' } })
  const { paidId, canceledId, openId } = originals
  const stepMs = Math.floor(yearMs / count)
  try {
    await sql`create temp table copies as select
        'pay_' || gen_random_uuid() as id, i as at, (i + 1) * ${stepMs}::bigint as shift_ms,
        case when i % ${all} < ${paid} then ${paidId} when i % ${all} < ${paid + open} then ${openId} else ${canceledId} end as original_id
      from generate_series(0, ${count - 1}::int) as i`
    await sql.unsafe(await copyText(sql, 'payments', 'id', openAtFirst))
    await sql.unsafe(
      await copyText(sql, 'attempts', 'payment_id', { reference: "copies.id || '-' || original.number" }),
    )
    await sql`update payments set version = payments.version + 1, status = 'succeeded', ending = 'succeeded',
        ended_at_ms = payments.created_at_ms + 1
      from copies where payments.id = copies.id and copies.original_id = ${paidId}`
    for (const table of ['events', 'personal_data'] as const)
      await sql.unsafe(await copyByNumberText(sql, table))
    await sql`vacuum (analyze)`
    await sql`checkpoint`
    const middle = await sql`select id from copies order by at offset ${Math.floor(count / 2)} limit 20`
    return middle.map(({ id }) => String(id))
  } finally {
    await sql.end()
  }
}

/** What a paid payment looked like before it was paid. */
const openAtFirst: Readonly<Record<string, string>> = {
  version: "case when original.ending = 'succeeded' then original.version - 1 else original.version end",
  status: "case when original.ending = 'succeeded' then 'pending' else original.status end",
  ending: "nullif(original.ending, 'succeeded')",
  ended_at_ms:
    "case when original.ending = 'succeeded' then null else original.ended_at_ms - copies.shift_ms end",
  // Otherwise they would all be due at once.
  wake_at_ms: 'original.wake_at_ms',
  expires_at_ms: 'original.expires_at_ms',
}

async function columnsOf(sql: postgres.Sql, table: string): Promise<readonly string[]> {
  const rows = await sql`select column_name from information_schema.columns
    where table_schema = current_schema() and table_name = ${table} order by ordinal_position`
  return rows.map(({ column_name: name }) => String(name))
}

async function copyText(
  sql: postgres.Sql,
  table: string,
  idColumn: string,
  own: Readonly<Record<string, string>>,
): Promise<string> {
  const columns = (await columnsOf(sql, table)).filter((name) => table !== 'payments' || name !== 'number')
  const values = columns.map((name) => {
    if (name === idColumn) return 'copies.id'
    return own[name] ?? (name.endsWith('_at_ms') ? `original.${name} - copies.shift_ms` : `original.${name}`)
  })
  return `insert into ${table} (${columns.join(', ')}) select ${values.join(', ')}
    from copies join ${table} original on original.${idColumn} = copies.original_id`
}

async function copyByNumberText(sql: postgres.Sql, table: string): Promise<string> {
  const columns = (await columnsOf(sql, table)).filter((name) => name !== 'payment_number')
  return `insert into ${table} (payment_number, ${columns.join(', ')})
    select copy.number, ${columns.map((name) => `source.${name}`).join(', ')}
    from copies join payments copy on copy.id = copies.id
      join payments original on original.id = copies.original_id
      join ${table} source on source.payment_number = original.number`
}
