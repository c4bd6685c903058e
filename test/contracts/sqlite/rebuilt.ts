/** A migration that no release has: it rebuilds the table that all others refer to, as its author would write it. */
import { DatabaseSync } from 'node:sqlite'
import { type Migration, readMigrations } from '../../../src/storage/migrations.ts'
import { migrate } from '../../../src/storage/sqlite/migrate.ts'

export const migrations = readMigrations('sqlite')

export function aMigration(sql: string): Migration {
  const version = migrations.length + 1
  return { version, name: `${version}_test.sql`, sql, checksum: 'a'.repeat(64) }
}

/** With one more column. `kept`: a condition for the rows that are copied. */
export function rebuildText(database: DatabaseSync, kept = 'true'): string {
  const schema = database
    .prepare(
      `select sql from sqlite_schema where tbl_name = 'payments' and sql is not null
       order by type = 'table' desc, rowid`,
    )
    .all()
  const [table, ...indexesAndTriggers] = schema.map(({ sql }) => String(sql))
  const columns = database.prepare("select name from pragma_table_info('payments')").all()
  const names = columns.map(({ name }) => name).join(', ')
  return [
    table?.replace('payments (', 'new_payments (note text check (length(note) < 9),'),
    `insert into new_payments (${names}) select ${names} from payments where ${kept}`,
    'drop table payments',
    'alter table new_payments rename to payments',
    ...indexesAndTriggers,
  ].join(';\n')
}

/** Afterwards the file is one of the released schema again, as far as its list of migrations tells. */
export function rebuildPayments(file: string): void {
  const database = new DatabaseSync(file)
  const rebuild = aMigration(rebuildText(database))
  migrate(database, file, [...migrations, rebuild], 1)
  database.prepare('delete from schema_migrations where version = ?').run(rebuild.version)
  database.close()
}
