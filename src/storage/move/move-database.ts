/**
 * Moves everything from a SQLite database to a PostgreSQL one. It may be interrupted at any moment and run again: the source
 * is marked before the first row is copied and serves nobody from then on, and the target serves nobody until every row
 * was compared. At no moment may both be served.
 */
import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { Sql } from 'postgres'
import { DatabaseRefused } from '../../platform/database-refused.ts'
import { postgresName } from '../../platform/postgres/postgres-url.ts'
import type { Clock } from '../../ports/system.ts'
import type { StorageOptions } from '../options.ts'
import { withOwnConnection } from '../postgres/set-up.ts'
import { verifyContents } from '../postgres/verify-database.ts'
import { findMove } from '../sqlite/moved.ts'
import { verifyOpened } from '../sqlite/verify-database.ts'
import type { Verification } from '../verification.ts'
import { isFaultless } from '../verify.ts'
import { compareTable, copyTable } from './copy-table.ts'
import { beginMove, finishMove, forgetMove, openSource } from './source.ts'
import { type MovedTable, movedTables } from './tables.ts'
import { finishTarget, isBegun, isFinished, prepareTarget, requireFree } from './target.ts'

export type MoveOptions = Pick<StorageOptions, 'postgres'> &
  Readonly<{
    from: string
    toUrl: string
    clock: Pick<Clock, 'nowMs' | 'sleep'>
    /** What was done, for the operator. */
    tell(line: string): void
    /** Whatever else belongs to the installation, before the move is finished. */
    moveMore(sql: Sql): Promise<void>
  }>

/** Throws DatabaseRefused or StorageUnavailable. */
export async function moveDatabase(options: MoveOptions): Promise<void> {
  await withBoth(options, async (source, sql, target) => {
    const { from, clock, tell } = options
    const expected = { ...verifyOpened(source, from), expectedHead: null }
    requireFaultless(expected, from)
    // A target that is refused must not leave a source that is out of service.
    if (findMove(source) === null) await requireFree(sql, target, null)
    const newId = randomBytes(16).toString('hex')
    const move = beginMove(source, from, { newId, target, nowMs: clock.nowMs() })
    if (!(await isFinished(sql, move.id))) {
      await prepareTarget(sql, target, move.id, clock)
      await moveTables(source, sql, movedTables, 'current_schema', tell)
      await options.moveMore(sql)
      await checkTarget(sql, target, expected)
      await finishTarget(sql, expected.installation, move.id, clock.nowMs())
    }
    finishMove(source, clock.nowMs())
    tell(`Head ${expected.head}`)
  })
}

/** Gives up a move that was begun, so that the source may be served again. Returns whether the target has parts of it. */
export async function cancelMove(options: Omit<MoveOptions, 'moveMore'>): Promise<boolean> {
  return withBoth(options, async (source, sql, target) => {
    const move = findMove(source)
    if (move === null || move.target !== target) {
      throw new DatabaseRefused(`No move of the database ${options.from} to ${target} has begun.`)
    }
    if (move.finishedAtMs !== null || (await isFinished(sql, move.id))) {
      throw new DatabaseRefused(
        `The move of the database ${options.from} to ${target} is finished, so it cannot be given up: serving both would take payments twice.`,
      )
    }
    const hasParts = await isBegun(sql, move.id)
    forgetMove(source)
    return hasParts
  })
}

async function withBoth<T>(
  { from, toUrl, postgres }: Pick<MoveOptions, 'from' | 'toUrl' | 'postgres'>,
  work: (source: DatabaseSync, sql: Sql, target: string) => Promise<T>,
): Promise<T> {
  const source = openSource(from)
  try {
    return await withOwnConnection(toUrl, postgres === undefined ? {} : { postgres }, (sql) =>
      work(source, sql, postgresName(toUrl)),
    )
  } finally {
    source.close()
  }
}

export async function moveTables(
  source: DatabaseSync,
  sql: Sql,
  tables: readonly MovedTable[],
  schema: string,
  tell: (line: string) => void,
): Promise<void> {
  const named = schema === 'current_schema' ? await currentSchema(sql) : schema
  for (const table of tables) await copyTable(source, sql, table, named)
  for (const table of tables) {
    const count = await compareTable(source, sql, table, named)
    tell(`${table.name}: ${count}`)
  }
}

async function currentSchema(sql: Sql): Promise<string> {
  const [row] = await sql`select quote_ident(current_schema()) as name`
  return String(row?.name)
}

function requireFaultless(verification: Verification, name: string): void {
  if (isFaultless(verification)) return
  const { damage, schemaDifferences, differences } = verification
  const [first] = [
    ...damage,
    ...schemaDifferences,
    ...differences.map((one) => `${one.paymentId} ${one.difference}`),
  ]
  throw new DatabaseRefused(
    `The database ${name} failed verification, so the move is not finished: ${first}.`,
  )
}

async function checkTarget(sql: Sql, name: string, expected: Verification): Promise<void> {
  const found = {
    ...(await verifyContents(sql, name)),
    installation: expected.installation,
    expectedHead: null,
  }
  requireFaultless(found, name)
  if (found.head === expected.head && found.events === expected.events) return
  throw new DatabaseRefused(`The event chains of the database ${name} are not those of the source.`)
}
