/** What SQLite alone is asked for, so that its tables are as strict as those of other engines. */
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { aDatabaseFile, openQuietly } from './database-file.ts'

it('all tables are strict', async () => {
  const file = aDatabaseFile()
  await (await openQuietly(file)).close()
  const loose = new DatabaseSync(file)
    .prepare("select name from pragma_table_list where schema = 'main' and strict = 0")
    .all()
  expect(loose.map((table) => table.name)).toEqual(['sqlite_schema'])
})
