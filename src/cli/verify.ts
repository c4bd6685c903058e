/** `flowlix verify`: every payment against its chain of events, and the file itself. */
import { isFaultless, type Verification, verifyDatabase } from '../storage/verify.ts'
import { type Command, sandboxOption } from './command.ts'
import { logChange } from './log-change.ts'
import { exitStatus } from './mistakes.ts'
import { requireDatabase } from './open-data.ts'

export const verifyCommand: Command = {
  name: 'verify',
  settings: 'verify',
  summary: 'Verify that the database is not damaged, and that payments and events agree.',
  details: [
    'It recomputes the chain of events of every payment and compares it with the tables. Beside a backup, it also compares the head of all chains with the one that was written down. The gateway may be running.',
    'Exit status 3 means that something is wrong.',
  ],
  options: sandboxOption,
  examples: ['flowlix verify', 'DATABASE_URL=sqlite:/backup/flowlix-2027-01-31.db flowlix verify'],
  run: async (_, context) => {
    requireDatabase(context)
    const verification = verifyDatabase(context.config.databaseUrl)
    const { terminal } = context
    logChange(terminal, 'verified', verification.installation.id)
    terminal.out(...describe(verification))
    return isFaultless(verification) ? exitStatus.done : exitStatus.attention
  },
}

function describe(verification: Verification): readonly string[] {
  const { installation, payments, events, head, differences, differenceCount } = verification
  const more = differenceCount - differences.length
  return [
    `Installation ${installation.id} (${installation.kind}): ${payments} payments with ${events} events`,
    `Head ${head}`,
    ...headTold(verification),
    ...verification.damage.map((damage) => `The file is damaged: ${damage}`),
    ...differences.map(({ paymentId, difference }) => `${paymentId}: ${difference}`),
    ...(more > 0 ? [`and ${more} more differences`] : []),
    isFaultless(verification) ? 'Everything agrees.' : 'Something is wrong: see docs/operating.md.',
  ]
}

function headTold({ head, expectedHead }: Verification): readonly string[] {
  if (expectedHead === null) return []
  if (head === expectedHead) return ['It is the head that was written down with this backup.']
  return [`With this backup another head was written down: ${expectedHead}`]
}
