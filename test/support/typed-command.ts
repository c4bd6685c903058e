/** A command as it is typed, run in this process on a folder of its own: quick, and with somebody at the terminal. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commands } from '../../src/cli/commands.ts'
import { runCommand } from '../../src/cli/run-command.ts'
import { mask } from '../../src/core/card/mask.ts'
import { createLog } from '../../src/platform/log.ts'
import { writtenTerminal } from './written-terminal.ts'

export type Typed = Readonly<{ code: number; stdout: string; stderr: string }>
type Logged = Readonly<Record<string, unknown>>

export type Desk = Readonly<{
  folder: string
  /** Names the database of this folder. */
  settings: Readonly<Record<string, string>>
  type(args: readonly string[], settings?: Readonly<Record<string, string>>): Promise<Typed>
  /** What all commands have logged. */
  logged: Logged[]
  close(): void
}>

/** `folder`: another one's, which stays. */
export function openDesk(folder?: string): Desk {
  const own = folder ?? mkdtempSync(join(tmpdir(), 'flowlix-desk-'))
  const settings = {
    DATABASE_URL: `sqlite:${join(own, 'flowlix.db')}`,
    SANDBOX_DATABASE: `sqlite:${join(own, 'sandbox-acquirer.db')}`,
  }
  const logged: Logged[] = []
  const log = createLog({ level: 'error', mask, write: (line) => logged.push(JSON.parse(line)) })
  return {
    folder: own,
    logged,
    settings,
    type: async (args, more = {}) => {
      const { terminal, out, noted } = writtenTerminal(log)
      const code = await runCommand(commands, args, { ...settings, ...more }, terminal)
      return { code, stdout: out.join('\n'), stderr: noted.join('\n') }
    },
    close: () => {
      if (folder === undefined) rmSync(own, { recursive: true, force: true })
    },
  }
}
