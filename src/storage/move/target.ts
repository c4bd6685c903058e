/** The PostgreSQL database that a move leads to: without an installation, and so without service, until all is checked. */
import type { Sql } from 'postgres'
import type { Installation } from '../../core/installation.ts'
import { DatabaseRefused } from '../../platform/database-refused.ts'
import type { Clock } from '../../ports/system.ts'
import { readMigrations } from '../migrations.ts'
import { migrate } from '../postgres/migrate.ts'
import { requireOurs } from '../postgres/set-up.ts'
import { quoted } from '../postgres/sql-text.ts'

/** Refuses whatever is neither empty nor part of this move. */
export async function prepareTarget(
  sql: Sql,
  name: string,
  id: string,
  clock: Pick<Clock, 'nowMs' | 'sleep'>,
): Promise<void> {
  // Asked before the schema is changed, and again, because another move may have come first.
  await requireFree(sql, name, id)
  await migrate(sql, name, readMigrations('postgres'), clock)
  await requireFree(sql, name, id)
  if (await isBegun(sql, id)) return
  await sql`insert into moves (only_row, id, began_at_ms) values (1, ${id}, ${clock.nowMs()})`
}

/** Refuses whatever is neither empty nor part of the move with this id. */
export async function requireFree(sql: Sql, name: string, id: string | null): Promise<void> {
  await requireOurs(sql, name)
  const [schema] = await sql`select to_regclass('payments') is not null as "isThere"`
  if (schema?.isThere !== true) return
  const [row] = await sql`select (select id from moves) as move,
    exists (select from installation) as "isUsed",
    exists (select from merchants) or exists (select from payments) as "isFilled"`
  if (row?.move !== null && row?.move === id) return
  if (row?.move !== null || row?.isUsed === true || row?.isFilled === true) {
    throw new DatabaseRefused(`The database ${name} is not empty: move to a new and empty database.`)
  }
}

/** Whether this move has come to the target. */
export async function isBegun(sql: Sql, id: string): Promise<boolean> {
  const [table] = await sql`select to_regclass('moves') is not null as "isThere"`
  return table?.isThere === true && (await sql`select from moves where id = ${id}`).length > 0
}

/** In one transaction: from then on the target may be served. */
export async function finishTarget(
  sql: Sql,
  installation: Installation,
  id: string,
  nowMs: number,
): Promise<void> {
  const { kind, createdAtMs } = installation
  const values = `1, ${quoted(installation.id)}, ${quoted(kind)}, ${createdAtMs}`
  await sql
    .unsafe(
      `insert into installation (only_row, id, kind, created_at_ms) values (${values});
      update moves set finished_at_ms = ${nowMs} where id = ${quoted(id)}`,
    )
    .simple()
}

/** False also where this move has never come to the target. */
export async function isFinished(sql: Sql, id: string): Promise<boolean> {
  const [table] = await sql`select to_regclass('moves') is not null as "isThere"`
  if (table?.isThere !== true) return false
  const [row] = await sql`select from moves where id = ${id} and finished_at_ms is not null`
  return row !== undefined
}
