/** `flowlix backup`: a copy of the database of a running gateway. */
import { fileOf } from '../platform/database-url.ts'
import { isPostgresUrl, postgresName } from '../platform/postgres/postgres-url.ts'
import { systemClock } from '../platform/system-clock.ts'
import { backUpFile } from '../storage/backup.ts'
import { isFaultless } from '../storage/verify.ts'
import { type Command, sandboxOption } from './command.ts'
import { counted } from './counted.ts'
import { logChange } from './log-change.ts'
import { exitStatus, Refused } from './mistakes.ts'
import { requireDatabase } from './require-database.ts'

export const backupCommand: Command = {
  name: 'backup',
  settings: 'backup',
  summary: 'Copy the database to a file while the gateway is running, then verify the copy.',
  details: [
    'A second file, next to the copy, records the head of its event chains. Keep a copy of that file elsewhere: "flowlix verify" compares the two.',
    'Exit status 3 means that the copy was made, but that it failed verification.',
  ],
  positionals: [{ name: 'file', meaning: 'The file to create. It must not exist yet.' }],
  options: sandboxOption,
  examples: ['flowlix backup /backup/flowlix-2027-01-31.db'],
  run: async ({ positionals: [file = ''] }, context) => {
    const { terminal, config } = context
    refusePostgres(config.databaseUrl)
    await requireDatabase(context)
    const backup = backUpFile(fileOf(config.databaseUrl), file, systemClock.nowMs())
    logChange(terminal, 'backup_made', file)
    const { payments, events, head } = backup.verification
    terminal.out(
      `${backup.file}: ${backup.bytes} bytes, ${counted(payments, 'payment')} with ${counted(events, 'event')}`,
      `${backup.headFile}: head ${head}`,
    )
    if (isFaultless(backup.verification)) return exitStatus.done
    terminal.note(
      'The copy matches the database, but the database failed verification: run "flowlix verify".',
    )
    return exitStatus.attention
  },
}

/** Its own tools also keep the time between two copies, and a copy by this program would be slower than either. */
function refusePostgres(databaseUrl: string): void {
  if (!isPostgresUrl(databaseUrl)) return
  throw new Refused(
    `The database ${postgresName(databaseUrl)} is backed up with pg_dump or pg_basebackup, as docs/postgresql.md describes: "flowlix backup" copies files of SQLite.`,
  )
}
