/** See GatewayDatabase: a database of the run's PostgreSQL server. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { systemClock } from '../../src/platform/system-clock.ts'
import { readMigrations } from '../../src/storage/migrations.ts'
import { migrate } from '../../src/storage/postgres/migrate.ts'
import {
  copyDatabase,
  createDatabase,
  dropDatabase,
  recreateDatabase,
  type Template,
} from '../postgres/databases.ts'
import type { GatewayDatabase, Kept } from './gateway-database.ts'

/** Of the gateway, without anything in it. */
const migrated: Template = {
  name: 'gateway',
  fill: async (url) => {
    const sql = postgres(url, { max: 1, onnotice: () => {} })
    await migrate(sql, 'of the tests', readMigrations('postgres'), systemClock)
    await sql.end()
  },
}

type Table = Readonly<{ name: string; count: number; newest: string | null }>

export class PostgresDatabase implements GatewayDatabase {
  readonly engine = 'postgres'
  readonly url: string
  #watch: postgres.Sql | null = null

  /** The database that belongs to a folder: whoever opens the folder again finds it again. */
  static async of(folder: string): Promise<PostgresDatabase> {
    const note = join(folder, 'database-url')
    if (!existsSync(note)) writeFileSync(note, (await createDatabase(migrated)).url)
    return new PostgresDatabase(readFileSync(note, 'utf8'))
  }

  constructor(url: string) {
    this.url = url
  }

  async rowCounts(): Promise<Readonly<Record<string, number>>> {
    return Object.fromEntries((await this.#tables()).map(({ name, count }) => [name, count]))
  }

  /** Every row knows the transaction that wrote it, and a row that was deleted is missing. */
  async version(tables?: 'all'): Promise<string> {
    return JSON.stringify(await this.#tables(tables === 'all'))
  }

  async contents(): Promise<ReadonlyMap<string, string>> {
    const sql = this.#watching()
    const contents = new Map<string, string>()
    for (const { name } of await this.#tables(true)) {
      const rows = await sql`select to_jsonb(t)::text as text from ${sql(name)} t`
      contents.set(name, rows.map(({ text }) => text).join('\n'))
    }
    return contents
  }

  async breakTable(name: string): Promise<() => Promise<void>> {
    await this.#watching().unsafe(`
      create function broken() returns trigger language plpgsql as $$ begin raise 'simulated'; end $$;
      create trigger broken after insert on ${name} for each row execute function broken()`)
    return async () => {
      await this.#watching().unsafe('drop function broken cascade')
    }
  }

  async stopWrites(): Promise<() => Promise<void>> {
    const sql = postgres(this.url, { max: 1, onnotice: () => {} })
    const tables = await sql`select tablename from pg_tables where schemaname = 'public'`
    const names = tables.map(({ tablename }) => tablename).join(', ')
    await sql.unsafe(`begin; lock table ${names} in exclusive mode`)
    return () => sql.end()
  }

  async keep(): Promise<Kept> {
    await this.close()
    const kept = await copyDatabase(this.url)
    return {
      restore: async () => {
        await this.remove()
        await copyDatabase(kept, this.url)
      },
    }
  }

  async empty(): Promise<void> {
    await this.remove()
    await recreateDatabase(this.url, migrated)
  }

  async close(): Promise<void> {
    await this.#watch?.end()
    this.#watch = null
  }

  async remove(): Promise<void> {
    await this.close()
    await dropDatabase(this.url)
  }

  #watching(): postgres.Sql {
    this.#watch ??= postgres(this.url, { max: 1, onnotice: () => {}, idle_timeout: 5 })
    return this.#watch
  }

  async #tables(isAll = false): Promise<readonly Table[]> {
    const sql = this.#watching()
    const tables = await sql`
      select oid::regclass::text as place, relname as name from pg_class
      where relkind = 'r' and (relpersistence = 'p' or ${isAll})
        and relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
      order by 1`
    const parts = tables.map(
      ({ place, name }) =>
        `select '${name}' as name, count(*)::integer as count, max(xmin::text::bigint)::text as newest from ${place}`,
    )
    return sql.unsafe(`${parts.join(' union all ')} order by name`)
  }
}
