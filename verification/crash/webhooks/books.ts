/** The gateways' database, as somebody beside them reads it. */
import { DatabaseSync } from 'node:sqlite'
import postgres from 'postgres'

type Row = Readonly<Record<string, unknown>>

export type Books = Readonly<{
  rows(text: string): Promise<readonly Row[]>
  close(): Promise<void>
}>

const lockedMs = 5_000

export function openBooks(databaseUrl: string): Books {
  return databaseUrl.startsWith('sqlite:')
    ? openSqliteBooks(databaseUrl.slice('sqlite:'.length))
    : openPostgresBooks(databaseUrl)
}

function openSqliteBooks(file: string): Books {
  const database = new DatabaseSync(file, { timeout: lockedMs })
  return {
    rows: async (text) => database.prepare(text).all(),
    close: async () => database.close(),
  }
}

function openPostgresBooks(url: string): Books {
  const sql = postgres(url, {
    max: 1,
    onnotice: () => {},
    types: { bigint: { to: 20, from: [20], serialize: String, parse: Number } },
  })
  return {
    rows: async (text) => (await sql.unsafe(text)) as unknown as readonly Row[],
    close: () => sql.end({ timeout: 0 }),
  }
}

/** What waits is due at once: it would take a minute until the leases of those that were killed end. */
export const makeDue = 'update webhook_deliveries set next_at_ms = 0 where next_at_ms is not null'
const waitingText = 'select count(*) as n from webhook_deliveries where next_at_ms is not null'
const eventsText = 'select count(*) as n from webhook_events'
/** Each delivery with its attempts of which something was heard, and the others. */
const deliveriesText = `select d.event_id, d.state, d.attempt_count, count(a.number) as heard
  from webhook_deliveries d left join webhook_attempts a on a.endpoint_id = d.endpoint_id and a.event_id = d.event_id
  group by d.endpoint_id, d.event_id, d.state, d.attempt_count`

export const waitingIn = async (books: Books): Promise<number> => count(await books.rows(waitingText))
export const eventsIn = async (books: Books): Promise<number> => count(await books.rows(eventsText))

function count([row]: readonly Row[]): number {
  return Number(row?.n)
}

/** Sentences about deliveries with more attempts than the schedule and the deaths of processes explain. */
export async function excessIn(
  books: Books,
  { attemptsMax, kills }: Readonly<{ attemptsMax: number; kills: number }>,
  requestsOf: (eventId: string) => number,
): Promise<readonly string[]> {
  const mistakes: string[] = []
  for (const row of await books.rows(deliveriesText)) {
    const [id, begun, heard] = [String(row.event_id), Number(row.attempt_count), Number(row.heard)]
    const requests = requestsOf(id)
    if (row.state !== 'succeeded') mistakes.push(`${id} is ${row.state} in the end`)
    if (requests > begun) mistakes.push(`${id} was sent ${requests} times in ${begun} attempts`)
    if (heard > attemptsMax) mistakes.push(`${id} has ${heard} attempts in its schedule`)
    if (begun - heard > kills) mistakes.push(`${id} has lost ${begun - heard} attempts in ${kills} kills`)
  }
  return mistakes
}
