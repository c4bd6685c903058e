/**
 * Fills a database with copies of two real payments, a paid and a canceled one, spread over the past year. Constraints
 * and triggers stay on. Events and idempotency records are left out, because lists read neither.
 */
import { DatabaseSync } from 'node:sqlite'

type Originals = Readonly<{ paidId: string; canceledId: string }>

/** One in so many is canceled. */
const canceledShare = 20
const yearMs = 365 * 24 * 3_600_000

/** The gateway must not be running. Returns the id of a payment in the middle, by time. */
export function fillWithPayments(databaseFile: string, originals: Originals, count: number): string {
  const database = new DatabaseSync(databaseFile)
  // After a power failure, the benchmark starts over.
  database.exec('pragma synchronous = off; pragma temp_store = memory; pragma cache_size = -262144')
  database.exec('begin immediate')
  // Attempts come first: a payment that has ended takes no new one.
  database.exec('pragma defer_foreign_keys = on')
  database.exec('create temp table copies (id text, original_id text, shift_ms integer)')
  database
    .prepare(
      `insert into copies
       with recursive numbers (i) as (select 0 union all select i + 1 from numbers where i + 1 < :count)
       select ${newIdText}, iif(i % ${canceledShare} = 0, :canceledId, :paidId), (i + 1) * :stepMs from numbers`,
    )
    .run({
      paidId: originals.paidId,
      canceledId: originals.canceledId,
      count,
      stepMs: Math.floor(yearMs / count),
    })
  database.exec(copyText(database, 'attempts', 'payment_id'))
  database.exec(copyText(database, 'payments', 'id'))
  database.exec(copyPersonalDataText)
  database.exec('drop table copies; commit; pragma wal_checkpoint(truncate)')
  const middle = database
    .prepare('select id from payments order by created_at_ms desc limit 1 offset ?')
    .get(Math.floor(count / 2))
  database.close()
  return String(middle?.id)
}

/** Random, as the gateway's own are, so that the index is as scattered as in life. */
const newIdText = `'pay_' || lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(2))
  || '-' || hex(randomblob(2)) || '-' || hex(randomblob(6)))`

/** A list shows it, and SQLite has numbered the copies meanwhile. */
const copyPersonalDataText = `insert into personal_data (payment_number, version, position, body)
  select copy.number, personal_data.version, personal_data.position, personal_data.body
  from copies
  join payments copy on copy.id = copies.id
  join payments original on original.id = copies.original_id
  join personal_data on personal_data.payment_number = original.number`

function copyText(database: DatabaseSync, table: string, idColumn: string): string {
  const columns = database
    .prepare('select name from pragma_table_info(?)')
    .all(table)
    .map((row) => String(row.name))
    .filter((name) => !(table === 'payments' && name === 'number'))
  const values = columns.map((name) => {
    if (name === idColumn) return 'copies.id'
    if (name === 'reference') return `copies.id || '-' || original.number`
    return name.endsWith('_at_ms') ? `original.${name} - copies.shift_ms` : `original.${name}`
  })
  return `insert into ${table} (${columns.join(', ')}) select ${values.join(', ')}
    from copies join ${table} original on original.${idColumn} = copies.original_id`
}
