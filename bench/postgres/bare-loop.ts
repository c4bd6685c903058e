/**
 * The reference on PostgreSQL: a loop that inserts the rows of a new payment, or reads the row of one, and does nothing
 * else. It uses the gateway's driver and tables, one statement for each payment, and as many connections as asked for,
 * each with one statement under way. Takes a {@link LoopJob} a message, and answers with a {@link Measured}.
 */
import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import type { LoadResult, Measured } from '../load/load-job.ts'
import { Measurement } from '../load/measurement.ts'

export type LoopJob = Readonly<{
  url: string
  kind: 'create' | 'get'
  connections: number
  seconds: number
  /** The payment to read, and whose rows are inserted again under new ids. */
  paymentId: string
}>

type Table = 'payments' | 'events' | 'personal_data' | 'idempotency_records'
type Original = Readonly<{ columns: readonly string[]; values: readonly unknown[] }>

const clients = new Map<string, postgres.Sql>()

process.on('message', (job: LoopJob) => {
  run(job).then(
    (measured) => answer({ measured }),
    (error: Error) => answer({ error: error.message }),
  )
})
process.on('disconnect', () => process.exit())

function answer(result: LoadResult): void {
  process.send?.(result)
}

async function run(job: LoopJob): Promise<Measured> {
  const sql = clientOf(job)
  const once = job.kind === 'get' ? reading(sql, job.paymentId) : await inserting(sql, job.paymentId)
  // Until every connection is open and has prepared the statement.
  await Promise.all(Array.from({ length: job.connections }, once))
  const measurement = new Measurement()
  const endsAtMs = measurement.startedAtMs + job.seconds * 1_000
  const keepOn = async (): Promise<void> => {
    for (let nowMs = performance.now(); nowMs < endsAtMs; ) {
      await once()
      const afterMs = performance.now()
      measurement.record(afterMs - nowMs)
      nowMs = afterMs
    }
  }
  await Promise.all(Array.from({ length: job.connections }, keepOn))
  return measurement.end()
}

function clientOf({ url, connections }: LoopJob): postgres.Sql {
  const name = `${connections} ${url}`
  const sql = clients.get(name) ?? postgres(url, { max: connections, fetch_types: false, onnotice: () => {} })
  clients.set(name, sql)
  return sql
}

function reading(sql: postgres.Sql, id: string): () => Promise<unknown> {
  return async () => sql`select * from payments where id = ${id}`
}

/** Everything that one hosted session leaves in the database. */
async function inserting(sql: postgres.Sql, paymentId: string): Promise<() => Promise<unknown>> {
  const [found] = await sql`select number from payments where id = ${paymentId}`
  const number = found?.number as string
  const payment = await original(sql, 'payments', sql`id = ${paymentId}`, ['number'])
  const event = await original(sql, 'events', sql`payment_number = ${number}`, ['payment_number'])
  const personal = await original(sql, 'personal_data', sql`payment_number = ${number}`, ['payment_number'])
  const record = await original(sql, 'idempotency_records', sql`response_body like ${`%${paymentId}%`}`, [])
  const values = [...payment.values, ...event.values, ...personal.values, ...record.values]
  let used = 0
  const places = ({ columns }: Original): string => columns.map(() => `$${++used}`).join(', ')
  const text = `with
    made as (insert into payments (${payment.columns.join(', ')}) values (${places(payment)}) returning number),
    appended as (insert into events (payment_number, ${event.columns.join(', ')}) select number, ${places(event)} from made),
    described as (insert into personal_data (payment_number, ${personal.columns.join(', ')}) select number, ${places(personal)} from made),
    kept as (insert into idempotency_records (${record.columns.join(', ')}) values (${places(record)}))
    select number from made`
  const idAt = payment.columns.indexOf('id')
  const keyAt = values.length - record.values.length + record.columns.indexOf('key')
  return async () => {
    const own = [...values]
    own[idAt] = `pay_${randomUUID()}`
    own[keyAt] = randomUUID()
    return sql.unsafe(text, own as never, { prepare: true })
  }
}

async function original(
  sql: postgres.Sql,
  table: Table,
  where: postgres.PendingQuery<postgres.Row[]>,
  without: readonly string[],
): Promise<Original> {
  const [row] = await sql`select * from ${sql(table)} where ${where} limit 1`
  if (row === undefined) throw new Error(`the sample payment has no row in ${table}`)
  const columns = Object.keys(row).filter((name) => !without.includes(name))
  return { columns, values: columns.map((name) => row[name]) }
}
