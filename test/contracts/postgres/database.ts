/** PostgreSQL databases for tests, removed after the file's tests, and a plain connection to each. */
import postgres, { type Sql } from 'postgres'
import { afterAll } from 'vitest'
import { createDatabase } from '../../../verification/postgres/databases.ts'

const ends: (() => Promise<void>)[] = []

afterAll(async () => {
  for (const end of ends.splice(0)) await end()
})

/** To a new and empty database, with the rights of its owner. */
export async function aConnection(): Promise<Readonly<{ url: string; sql: Sql }>> {
  const { url, drop } = await createDatabase()
  const sql = connect(url)
  ends.push(drop)
  return { url, sql }
}

/** To a database that exists. */
export function connect(url: string): Sql {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  ends.unshift(() => sql.end({ timeout: 1 }))
  return sql
}

export function removeAfterTests(drop: () => Promise<void>): void {
  ends.push(drop)
}
