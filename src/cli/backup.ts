/** `flowlix backup`: a copy of the database of a running gateway. */
import { systemClock } from '../platform/system-clock.ts'
import { backUpDatabase } from '../storage/backup.ts'
import { isFaultless } from '../storage/verify.ts'
import { type Command, sandboxOption } from './command.ts'
import { counted } from './counted.ts'
import { logChange } from './log-change.ts'
import { exitStatus } from './mistakes.ts'
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
    requireDatabase(context)
    const { terminal } = context
    const backup = backUpDatabase(context.config.databaseUrl, file, systemClock.nowMs())
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
