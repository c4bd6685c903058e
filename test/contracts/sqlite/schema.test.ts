/** The schema that contributors read is the one that the migrations make. */
import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { schemaFile, sqliteSchemaText } from '../../../scripts/schema/sqlite.ts'
import { aDatabaseFile, openQuietly } from './database-file.ts'

it('is written down as the migrations make it: run `npm run schema` after a new one', () => {
  expect(readFileSync(schemaFile, 'utf8')).toBe(sqliteSchemaText())
})

it('is a schema of its own: a database made from it has the same tables, indexes and triggers', async () => {
  const file = aDatabaseFile()
  await (await openQuietly(file)).close()
  const entriesOf = (database: DatabaseSync) =>
    database.prepare('select type, name, tbl_name from sqlite_schema order by type, name').all()
  const written = new DatabaseSync(':memory:')
  written.exec(readFileSync(schemaFile, 'utf8'))
  const opened = new DatabaseSync(file)
  expect(entriesOf(written)).toEqual(entriesOf(opened))
  opened.close()
})
