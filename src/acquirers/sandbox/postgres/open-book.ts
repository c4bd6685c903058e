/** Opens the sandbox acquirer's ledger in PostgreSQL, and makes its tables where there are none. */
import { DatabaseRefused } from '../../../platform/database-refused.ts'
import type { Client } from '../../../platform/postgres/client.ts'
import { StatementFailed } from '../../../platform/postgres/errors.ts'
import type { Pool, PoolOptions } from '../../../platform/postgres/pool.ts'
import type { BookStore } from '../book-store.ts'
import { postgresBook } from './postgres-book.ts'
import { schema, schemaName, schemaVersion } from './schema.ts'

/** SQLSTATE. */
const absent: ReadonlySet<string> = new Set(['42P01', '3F000'])
/** Another node was faster. */
const madeMeanwhile: ReadonlySet<string> = new Set(['42P06', '42P07', '23505'])
const notAllowed = '42501'

/** Connects when it is first used. */
export function openPostgresBook(options: PoolOptions, mayCreate: boolean): BookStore {
  let opening: Promise<Pool> | null = null
  let isClosed = false
  const open = async (): Promise<Pool> => {
    if (isClosed) throw new Error('the book is closed')
    opening ??= openPool(options, mayCreate).catch((error: unknown) => {
      opening = null
      throw error
    })
    return opening
  }
  return postgresBook(open, async () => {
    isClosed = true
    await (await opening?.catch(() => null))?.close()
  })
}

async function openPool(options: PoolOptions, mayCreate: boolean): Promise<Pool> {
  // The driver is loaded only where it is needed.
  const { Pool } = await import('../../../platform/postgres/pool.ts')
  const pool = new Pool(options)
  try {
    await pool.use((client) => prepare(client, mayCreate))
    return pool
  } catch (error) {
    await pool.close()
    throw error
  }
}

/** Throws {@link DatabaseRefused} where they cannot be used. */
async function prepare(client: Client, mayCreate: boolean): Promise<void> {
  const found = (await versionOf(client)) ?? (mayCreate ? await create(client) : null)
  if (found === schemaVersion) return
  throw new DatabaseRefused(
    found === null
      ? `There is no sandbox acquirer in the database: set SANDBOX_DATABASE to the database that has its schema ${schemaName}, or start the gateway to create it.`
      : `The sandbox acquirer's schema ${schemaName} has version ${found}, but this version of Flowlix knows version ${schemaVersion}: use the version of Flowlix that made it, or set SANDBOX_DATABASE to another database.`,
  )
}

/** Null where there is none. */
async function versionOf(client: Client): Promise<number | null> {
  try {
    const [row] = await client.query(`select version from ${schemaName}.version`)
    return Number(row?.version)
  } catch (error) {
    if (error instanceof StatementFailed && absent.has(error.code)) return null
    throw error
  }
}

/** All nodes may do this at the same time: those that come late wait for the first, and are refused. */
async function create(client: Client): Promise<number | null> {
  try {
    await client.query(`do $do$ begin ${schema} end $do$`)
  } catch (error) {
    if (!(error instanceof StatementFailed)) throw error
    if (error.code === notAllowed) {
      throw new DatabaseRefused(
        `The sandbox acquirer's schema ${schemaName} cannot be created by this user: run "flowlix init" as the owner of the database, or set SANDBOX_DATABASE to another database.`,
        { cause: error },
      )
    }
    if (!madeMeanwhile.has(error.code)) throw error
  }
  return versionOf(client)
}
