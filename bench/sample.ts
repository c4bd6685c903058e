/**
 * What the gateway does for one session, taken from a running one: the rows it wrote and the bytes it answered. The
 * bare reference repeats exactly these, so that both sides write and send the same.
 */
import { randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { sandboxKey } from '../scripts/gateway-process.ts'

export type Row = Readonly<Record<string, string | number | null>>
export type SampleTable = Readonly<{
  name: string
  columns: readonly Readonly<{ name: string; type: string }>[]
  primaryKey: readonly string[]
  indexes: readonly string[]
  row: Row
}>
export type Sample = Readonly<{
  paymentId: string
  idempotencyKey: string
  tables: readonly SampleTable[]
  created: SampleAnswer
  payment: SampleAnswer
  page: SampleAnswer
}>
/** Headers included, but for those that Node's server makes itself. */
export type SampleAnswer = Readonly<{ headers: Readonly<Record<string, string>>; body: string }>

export const createPath = '/v1/payments/hpp'
export const paymentPath = (id: string): string => `/v1/payments/${id}`
export const pagePath = (id: string): string => `/hpp/${id}`
export const authorization = { authorization: `Bearer ${sandboxKey}` }

export const sessionBody = JSON.stringify({
  amount: 2500,
  currency: 'eur',
  customer: {
    email: 'robin@example.com',
    first_name: 'Robin',
    last_name: 'Berg',
    country: 'DE',
    phone: '+4915112345678',
    address: 'Lange Reihe 7',
    city: 'Hamburg',
    zip: '20099',
  },
  redirect_url: 'https://shop.example.com/checkout/complete',
})

export async function takeSample(url: string, databaseFile: string): Promise<Sample> {
  const idempotencyKey = `bench-${randomUUID()}`
  const created = await answerOf(`${url}${createPath}`, {
    method: 'POST',
    headers: { ...authorization, 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
    body: sessionBody,
  })
  const paymentId = String(JSON.parse(created.body).id)
  return {
    paymentId,
    idempotencyKey,
    tables: readTables(databaseFile, paymentId),
    created,
    payment: await answerOf(`${url}${paymentPath(paymentId)}`, { headers: authorization }),
    page: await answerOf(`${url}${pagePath(paymentId)}`, {}),
  }
}

const madeByTheServer = ['connection', 'content-encoding', 'content-length', 'date', 'keep-alive']

async function answerOf(url: string, request: RequestInit): Promise<SampleAnswer> {
  const response = await fetch(url, request)
  const body = await response.text()
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${body}`)
  const headers = Object.fromEntries(
    [...response.headers].filter(([name]) => !madeByTheServer.includes(name)),
  )
  return { headers, body }
}

/** The tables in which the payment has left a row, in the order of their definition. */
function readTables(databaseFile: string, paymentId: string): SampleTable[] {
  const database = new DatabaseSync(databaseFile, { readOnly: true })
  const names = database
    .prepare(`select name from sqlite_schema where type = 'table' order by rootpage`)
    .all()
  const tables = names.flatMap(({ name }) => readTable(database, String(name), paymentId))
  database.close()
  return tables
}

function readTable(database: DatabaseSync, name: string, paymentId: string): SampleTable[] {
  const rows = database.prepare(`select * from "${name}"`).all() as Row[]
  const row = rows.find((one) => Object.values(one).some((value) => String(value).includes(paymentId)))
  if (row === undefined) return []
  const columns = database.prepare('select name, type, pk from pragma_table_info(?)').all(name) as {
    name: string
    type: string
    pk: number
  }[]
  const indexes = database
    .prepare(`select sql from sqlite_schema where type = 'index' and tbl_name = ? and sql is not null`)
    .all(name)
  const key = columns.filter((column) => column.pk > 0).sort((a, b) => a.pk - b.pk)
  return [
    {
      name,
      columns: columns.map(({ name: column, type }) => ({ name: column, type })),
      primaryKey: key.map((column) => column.name),
      indexes: indexes.map(({ sql }) => String(sql)),
      row,
    },
  ]
}
