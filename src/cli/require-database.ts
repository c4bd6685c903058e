/** Only `init` and `dev` create a database: for all other commands, a mistyped name must not look like an empty one. */
import { existsSync } from 'node:fs'
import { postgresSettings } from '../config/database-settings.ts'
import { requireExisting } from '../storage/open.ts'
import type { Context } from './command.ts'

export async function requireDatabase(context: Context): Promise<void> {
  await require(context, remedy(context.environment.DATABASE_URL))
}

/** For the start of the gateway, which has no other process's database to use. */
export async function requireOwnDatabase(context: Context): Promise<void> {
  await require(context, 'create it with "flowlix init", or set DATABASE_URL to an existing one')
}

function require({ config }: Context, advice: string): Promise<void> {
  return requireExisting(config.databaseUrl, advice, { postgres: postgresSettings(config) })
}

function remedy(databaseUrl: string | undefined): string {
  if (databaseUrl) return 'set DATABASE_URL to the one that the gateway uses'
  if (existsSync(sandboxFile)) return `add --sandbox to use ${sandboxFile}, or set DATABASE_URL`
  return 'set DATABASE_URL to the one that the gateway uses, or create one with "flowlix init"'
}

/** As the sandbox start makes it in this folder. */
const sandboxFile = './data/sandbox.db'
