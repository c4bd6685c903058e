/** Only `init` and `dev` create a database: for all other commands, a mistyped name must not look like an empty one. */
import { existsSync, statSync } from 'node:fs'
import { DatabaseRefused } from '../platform/database-refused.ts'
import { fileOf } from '../platform/database-url.ts'
import type { Context } from './command.ts'

export function requireDatabase(context: Context): void {
  requireFile(context, remedy(context.environment.DATABASE_URL))
}

/** For the start of the gateway, which has no other process's database to use. */
export function requireOwnDatabase(context: Context): void {
  requireFile(context, 'create it with "flowlix init", or set DATABASE_URL to an existing one')
}

function requireFile({ config }: Context, advice: string): void {
  const file = fileOf(config.databaseUrl)
  if (file === ':memory:') {
    throw new DatabaseRefused(
      'A database in memory is lost when its process ends: set DATABASE_URL to a file.',
    )
  }
  const size = statSync(file, { throwIfNoEntry: false })?.size
  if (size === undefined) throw new DatabaseRefused(`There is no database at ${file}: ${advice}.`)
  if (size === 0) throw new DatabaseRefused(`The file ${file} is empty: ${advice}.`)
}

function remedy(databaseUrl: string | undefined): string {
  if (databaseUrl) return 'set DATABASE_URL to the one that the gateway uses'
  if (existsSync(sandboxFile)) return `add --sandbox to use ${sandboxFile}, or set DATABASE_URL`
  return 'set DATABASE_URL to the one that the gateway uses, or create one with "flowlix init"'
}

/** As the sandbox start makes it in this folder. */
const sandboxFile = './data/sandbox.db'
