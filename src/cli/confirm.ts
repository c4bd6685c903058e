/** Asks before what cannot be undone, unless the command has --yes. */
import type { Input } from './command.ts'
import { Refused } from './mistakes.ts'
import type { Terminal } from './terminal.ts'

/** `action` completes "add --yes to ... without one". Throws unless the answer is yes. */
export async function confirm(
  question: string,
  action: string,
  { switches }: Input,
  terminal: Terminal,
): Promise<void> {
  if (switches.has('yes')) return
  if (terminal.confirm === null)
    throw new Refused(
      `There is no terminal for the confirmation, so nothing was done: add --yes to ${action} without one.`,
    )
  if (!(await terminal.confirm(question))) throw new Refused('Nothing was done.')
}
