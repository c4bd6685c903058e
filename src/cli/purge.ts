/** `flowlix purge`: removes personal data for good, from payments that are over. */
import { idempotencyLifeMs } from '../core/idempotency-record.ts'
import type { Gateway } from '../operations/gateway.ts'
import { removalBatch, removePersonalData } from '../operations/remove-personal-data.ts'
import { type Command, type Input, sandboxOption } from './command.ts'
import { confirm } from './confirm.ts'
import { counted } from './counted.ts'
import { logChange } from './log-change.ts'
import { exitStatus } from './mistakes.ts'
import { withGateway } from './open-data.ts'
import { explainLeft, type Findings, findPayments, readSelection, type Selection } from './purge-selection.ts'
import type { Terminal } from './terminal.ts'

export const purgeCommand: Command = {
  name: 'purge',
  settings: 'purge',
  summary: 'Remove personal data from ended payments permanently.',
  details: [
    "It removes the customer's email address, name, address, and phone number, the description, the metadata, and the return and callback URLs. Amounts, results, refunds, and the last four digits of the card stay, and so do the events, so that verify and reconcile still work. The gateway may be running.",
    'Payments that are open or unsettled, or that changed in the last 24 hours, are left as they are. Backups are not changed.',
    'At a terminal, you are asked to confirm; elsewhere, --yes is required. Exit status 3 means that payments were left as they are: run the command again later.',
  ],
  options: {
    before: {
      value: '<date>',
      meaning: 'Only payments that ended before this date or time, such as 2027-01-31.',
    },
    mode: { value: 'test|live', meaning: 'With --before: only test or only live payments.' },
    payment: { value: '<payment ID>', meaning: 'Only this payment.' },
    email: { value: '<address>', meaning: 'Only payments of the customer with this email address.' },
    'dry-run': { value: null, meaning: 'Show what would be removed, and remove nothing.' },
    yes: { value: null, meaning: 'Remove without asking.' },
    ...sandboxOption,
  },
  examples: [
    'flowlix purge --before 2027-01-31 --mode live --dry-run',
    'flowlix purge --email ada@example.com',
    'flowlix purge --payment pay_b2c3d4e5-f6a7-8901-bcde-f23456789012 --yes',
  ],
  run: async (input, context) => {
    const selection = readSelection(input, Date.now())
    return withGateway(context, (gateway) => purge(gateway, selection, input, context.terminal))
  },
}

export async function purge(
  gateway: Gateway,
  selection: Selection,
  input: Input,
  terminal: Terminal,
): Promise<number> {
  const findings = await findPayments(gateway, selection)
  const { removable } = findings
  if (input.switches.has('dry-run')) {
    terminal.out(
      `Personal data would be removed from ${counted(removable.length, 'payment')}.`,
      ...explainLeft(findings.left),
    )
    return statusOf(findings)
  }
  if (removable.length > 0) {
    const question = `Remove the personal data of ${counted(removable.length, 'payment')}? This cannot be undone.`
    await confirm(question, 'remove personal data', input, terminal)
  }
  const removed = await removeAll(gateway, findings)
  terminal.out(
    `Personal data was removed from ${counted(removed, 'payment')}.`,
    ...explainLeft(findings.left),
  )
  // Also where nothing was found: the run before may have ended before its last step.
  const isGone = await discard(gateway)
  if (!isGone) {
    terminal.note(
      'Other processes kept the database busy, so copies of the removed data may remain in its write-ahead log. Run the command again.',
    )
  }
  if (removed > 0)
    logChange(terminal, 'personal_data_removed', `${counted(removed, 'payment')}, ${selection.words}`)
  return isGone ? statusOf(findings) : exitStatus.attention
}

function statusOf({ left }: Findings): number {
  return left.size === 0 ? exitStatus.done : exitStatus.attention
}

/** Between batches, a running gateway gets its turn to write. */
const pauseMs = 10

async function removeAll(gateway: Gateway, { removable, left }: Findings): Promise<number> {
  let removed = 0
  for (let start = 0; start < removable.length; start += removalBatch) {
    const ids = removable.slice(start, start + removalBatch)
    const outcomes = await removePersonalData(gateway, ids, { by: 'operator', keepMs: 0 })
    for (const [i, outcome] of outcomes.entries()) {
      if (outcome === 'removed') removed += 1
      // Something has happened to it since it was found.
      else if (outcome !== 'already_removed') left.set(ids[i] ?? '', outcome)
    }
    await gateway.clock.sleep(pauseMs)
  }
  return removed
}

const triesMax = 20
const tryPauseMs = 250
const recordsPerBatch = 500

/** Kept responses that are too old are removed as the gateway does it, which may not have run for long. */
async function discard({ storage, clock }: Gateway): Promise<boolean> {
  const beforeMs = clock.nowMs() - idempotencyLifeMs
  while ((await storage.purgeIdempotencyRecords(beforeMs, recordsPerBatch)) === recordsPerBatch) {
    await clock.sleep(pauseMs)
  }
  for (let tries = 1; !(await storage.discardOverwritten()); tries += 1) {
    if (tries === triesMax) return false
    await clock.sleep(tryPauseMs)
  }
  return true
}
