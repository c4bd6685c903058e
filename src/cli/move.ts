/** `flowlix move`: from a SQLite file to PostgreSQL. */
import { existsSync } from 'node:fs'
import { openBook } from '../acquirers/sandbox/open-book.ts'
import { schemaName } from '../acquirers/sandbox/postgres/schema.ts'
import { bookPlace, openBookFile } from '../acquirers/sandbox/sqlite/open-book.ts'
import { postgresSettings } from '../config/database-settings.ts'
import { checkPlace } from '../platform/database-place.ts'
import { databaseUrlMistake, fileOf, sqliteUrlMistake } from '../platform/database-url.ts'
import { poolOptions } from '../platform/postgres/driver-options.ts'
import { isPostgresUrl, postgresName } from '../platform/postgres/postgres-url.ts'
import { systemClock } from '../platform/system-clock.ts'
import { cancelMove, type MoveOptions, moveDatabase, moveTables } from '../storage/move/move-database.ts'
import { movedBookTables } from '../storage/move/tables.ts'
import type { Command, Context, Input } from './command.ts'
import { logChange } from './log-change.ts'
import { UsageError } from './mistakes.ts'

export const moveCommand: Command = {
  name: 'move',
  settings: 'move',
  summary: 'Move all data from a SQLite file to an empty PostgreSQL database.',
  details: [
    'Stop the gateway first: the command refuses a file that is in use. From the moment it begins, the file can no longer be served, and the new database can be served once every row and every event chain has been compared.',
    'It may be interrupted at any time: run it again with the same options to continue. To give up before it has finished, run it with --cancel; the file can then be served again.',
    'Use the owner of the PostgreSQL database. To keep the password off the command line, leave it out of the URL and set PGPASSWORD.',
  ],
  options: {
    from: {
      value: '<URL>',
      meaning: 'The SQLite database, such as sqlite:./data/flowlix.db.',
      isRequired: true,
    },
    to: {
      value: '<URL>',
      meaning: 'The PostgreSQL database, such as postgres://flowlix_owner@db.example.com/flowlix.',
      isRequired: true,
    },
    'sandbox-from': {
      value: '<URL>',
      meaning:
        'The SQLite database of the sandbox acquirer, which is moved to the same PostgreSQL database. Default: sqlite:./data/test-acquirer.db, if it exists.',
    },
    cancel: { value: null, meaning: 'Give up a move that has begun but has not finished.' },
  },
  examples: [
    'flowlix move --from sqlite:./data/flowlix.db --to postgres://flowlix_owner@db.example.com/flowlix',
  ],
  run: async (input, context) => {
    const options = readOptions(input, context)
    const { terminal } = context
    const name = postgresName(options.toUrl)
    if (input.switches.has('cancel')) {
      const hasParts = await cancelMove(options)
      logChange(terminal, 'move_canceled', `${options.from} to ${name}`)
      terminal.out(`The move was given up: ${options.from} can be served again.`)
      if (hasParts) terminal.out(`The database ${name} contains parts of it: drop that database.`)
      return
    }
    await moveDatabase(options)
    logChange(terminal, 'database_moved', `${options.from} to ${name}`)
    terminal.out(`Everything in ${options.from} was moved to ${name} and compared row by row.`)
    terminal.note(
      "Next: grant the rights of the gateway's user as docs/postgresql.md describes, set DATABASE_URL to the new database, and start the gateway. Keep the file until you have restored the first backup of the new database successfully.",
    )
  },
}

function readOptions({ values, switches }: Input, context: Context): MoveOptions {
  const { from = '', to = '' } = values
  const mistake = sqliteUrlMistake(from, 'sqlite:./data/flowlix.db')
  if (mistake !== null) throw new UsageError(`--from ${mistake}`)
  if (!isPostgresUrl(to)) throw new UsageError('--to must be postgres://user@host:5432/database')
  const wrong = databaseUrlMistake(to, '')
  if (wrong !== null) throw new UsageError(`--to ${wrong}`)
  const postgres = postgresSettings(context.config)
  const tell = (line: string): void => context.terminal.out(line)
  const book = switches.has('cancel') ? null : bookFile(values['sandbox-from'])
  return {
    ...{ from: fileOf(from), toUrl: to, clock: systemClock, postgres, tell },
    moveMore: (sql) => moveBook(sql, book, context, { to, tell }),
  }
}

function bookFile(url: string | undefined): string | null {
  if (url === undefined) return existsSync(usualBook) ? usualBook : null
  const mistake = sqliteUrlMistake(url, `sqlite:${usualBook}`)
  if (mistake !== null) throw new UsageError(`--sandbox-from ${mistake}`)
  // Before the move begins, and the gateway's file can no longer be served.
  checkPlace(placeOf(fileOf(url)))
  return fileOf(url)
}

const placeOf = (file: string) => bookPlace(file, false, '--sandbox-from')

const usualBook = './data/test-acquirer.db'

async function moveBook(
  sql: Parameters<MoveOptions['moveMore']>[0],
  file: string | null,
  { config, terminal }: Context,
  { to, tell }: Readonly<{ to: string; tell: (line: string) => void }>,
): Promise<void> {
  if (file === null) return
  const source = openBookFile(placeOf(file), terminal.log)
  try {
    const target = openBook(poolOptions(to, postgresSettings(config)), true, terminal.log)
    await target.ready()
    await target.close()
    await moveTables(source, sql, movedBookTables, schemaName, (line) => tell(`sandbox acquirer, ${line}`))
    await sql.unsafe(
      `select setval(pg_get_serial_sequence('${schemaName}.incidents', 'id'), max(id)) from ${schemaName}.incidents having max(id) is not null`,
    )
  } finally {
    source.close()
  }
}
