/** `flowlix verify`: every payment against its chain of events, and the file itself. */
import { postgresSettings } from '../config/database-settings.ts'
import type { Config } from '../config/read-config.ts'
import { DatabaseDamaged } from '../platform/database-refused.ts'
import type { Verification } from '../storage/verification.ts'
import { isFaultless, verifyDatabase } from '../storage/verify.ts'
import { type Command, sandboxOption } from './command.ts'
import { counted } from './counted.ts'
import { logChange } from './log-change.ts'
import { exitStatus } from './mistakes.ts'
import { requireDatabase } from './require-database.ts'
import type { Terminal } from './terminal.ts'

export const verifyCommand: Command = {
  name: 'verify',
  settings: 'verify',
  summary: 'Verify that the database is not damaged and that payments match their events.',
  details: [
    'The command checks the file, its references and its guards, recomputes the event chain of every payment, and compares it with the tables. For a backup, it also compares the head of all chains with the recorded one. The gateway may be running.',
    'Exit status 3 means that verification failed.',
  ],
  options: sandboxOption,
  examples: ['flowlix verify', 'DATABASE_URL=sqlite:/backup/flowlix-2027-01-31.db flowlix verify'],
  run: async (_, context) => {
    await requireDatabase(context)
    const { config, terminal } = context
    const verification = await verifyOrNull(config, terminal)
    if (verification === null) return exitStatus.attention
    logChange(terminal, 'verified', verification.installation.id)
    terminal.out(...describe(verification))
    return isFaultless(verification) ? exitStatus.done : exitStatus.attention
  },
}

/** Null if the database is too damaged to be opened. */
async function verifyOrNull(config: Config, terminal: Terminal): Promise<Verification | null> {
  try {
    return await verifyDatabase(config.databaseUrl, { postgres: postgresSettings(config) })
  } catch (error) {
    if (!(error instanceof DatabaseDamaged)) throw error
    terminal.out(error.message, failed)
    return null
  }
}

const failed = 'Verification failed: see docs/operating.md.'

function describe(verification: Verification): readonly string[] {
  const { installation, payments, events, head, differences, differenceCount } = verification
  const more = differenceCount - differences.length
  return [
    `Installation ${installation.id} (${installation.kind}): ${counted(payments, 'payment')} with ${counted(events, 'event')}`,
    `Head ${head}`,
    ...headLines(verification),
    ...verification.damage.map((damage) => `The database is damaged: ${damage}`),
    ...verification.schemaDifferences.map((difference) => `The schema was changed: ${difference}`),
    ...differences.map(({ paymentId, difference }) => `${paymentId}: ${difference}`),
    ...(more > 0 ? [`${more} more differences`] : []),
    isFaultless(verification) ? 'Verification passed.' : failed,
  ]
}

function headLines({ head, expectedHead }: Verification): readonly string[] {
  if (expectedHead === null) return []
  if (head === expectedHead) return ['The head matches the one recorded with this backup.']
  return [`The head recorded with this backup is different: ${expectedHead}`]
}
