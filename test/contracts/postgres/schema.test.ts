/** The schema that contributors read is the one that the migrations make. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { postgresSchemaFile, postgresSchemaText } from '../../../scripts/schema/postgres.ts'
import { readSchema } from '../../../src/storage/postgres/schema-entries.ts'
import { aConnection } from './database.ts'

it('is written down as the migrations make it: run `npm run schema` after a new one', async () => {
  const { url } = await aConnection()
  expect(readFileSync(postgresSchemaFile, 'utf8')).toBe(await postgresSchemaText(url))
})

it('is a schema of its own: a database made from it has the same tables, indexes and triggers', async () => {
  const migrated = await aConnection()
  await postgresSchemaText(migrated.url)
  const written = await aConnection()
  await written.sql.unsafe(readFileSync(postgresSchemaFile, 'utf8')).simple()
  expect(await readSchema(written.sql)).toEqual(await readSchema(migrated.sql))
})
