/** PostgreSQL databases for tests, removed after the test, and a plain connection to each. */
import postgres, { type Sql } from 'postgres'
import { onTestFinished } from 'vitest'
import { createDatabase } from '../../../verification/postgres/databases.ts'

/** To a new and empty database, with the rights of its owner. */
export async function aConnection(): Promise<Readonly<{ url: string; sql: Sql }>> {
  const { url, drop } = await createDatabase()
  onTestFinished(drop)
  return { url, sql: connect(url) }
}

/** To a database that exists. */
export function connect(url: string): Sql {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  onTestFinished(() => sql.end({ timeout: 1 }))
  return sql
}
