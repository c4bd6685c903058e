/** Writes the schema that each engine's migrations add up to into its schema.sql. `npm run schema`. */
import { writeFileSync } from 'node:fs'
import { PostgresServer } from '../verification/postgres/server.ts'
import { postgresSchemaFile, postgresSchemaText } from './schema/postgres.ts'
import { schemaFile, sqliteSchemaText } from './schema/sqlite.ts'

writeFileSync(schemaFile, sqliteSchemaText())
const server = await PostgresServer.start()
try {
  writeFileSync(postgresSchemaFile, await postgresSchemaText(server.url()))
} finally {
  await server.remove()
}
