/** `flowlix reconcile` on a gateway of this process, as it is typed, and everything that it says. */

import { parseCommand } from '../../src/cli/parse-command.ts'
import { reconcileCommand, reconcileReport } from '../../src/cli/reconcile.ts'
import type { Gateway } from '../../src/operations/gateway.ts'
import { writtenTerminal } from './written-terminal.ts'

export type Reconciled = Readonly<{ text: string; exitCode: number; noted: string }>

/** `answer`: what is said to the question at the terminal; nobody sits there where it is not given. */
export async function runReconcile(
  gateway: Gateway,
  args: readonly string[],
  answer?: boolean,
): Promise<Reconciled> {
  const { terminal, noted } = writtenTerminal(gateway.log, answer)
  const parsed = parseCommand([reconcileCommand], ['reconcile', ...args])
  if (parsed.kind !== 'command') throw new Error('this is not a command')
  const { lines, status } = await reconcileReport(gateway, parsed.input, terminal)
  return { text: lines.join('\n'), exitCode: status, noted: noted.join('\n') }
}
