/** Databases of a benchmark, on its own server. */
import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import type { PostgresServer } from '../../verification/postgres/server.ts'

export async function newDatabase(server: PostgresServer, name: string): Promise<string> {
  const sql = postgres(server.url(), { max: 1, onnotice: () => {} })
  const database = `${name}_${randomUUID().slice(0, 8)}`
  await sql.unsafe(`create database ${database}`)
  await sql.end()
  return server.url(database)
}
