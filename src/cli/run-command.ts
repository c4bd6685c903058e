/** One call of the program: what was typed, the settings it needs, the command, and the exit status. */
import manifest from '../../package.json' with { type: 'json' }
import type { Environment } from '../config/read-config.ts'
import type { Command, Context, Input } from './command.ts'
import { errorMessage } from './error-message.ts'
import { helpLines } from './help.ts'
import { UsageError } from './mistakes.ts'
import { type Parsed, parseCommand } from './parse-command.ts'
import { readSettings } from './read-settings.ts'
import type { Terminal } from './terminal.ts'

/** Returns the exit status. */
export async function runCommand(
  commands: readonly Command[],
  args: readonly string[],
  environment: Environment,
  terminal: Terminal,
): Promise<number> {
  try {
    return (await runParsed(commands, parseCommand(commands, args), environment, terminal)) ?? 0
  } catch (error) {
    const { lines, status } = errorMessage(error, commandIn(commands, args))
    terminal.note(...lines)
    return status
  }
}

async function runParsed(
  commands: readonly Command[],
  parsed: Parsed,
  environment: Environment,
  terminal: Terminal,
) {
  if (parsed.kind === 'help') return terminal.out(...helpLines(commands, parsed.topic))
  if (parsed.kind === 'version') return terminal.out(`flowlix ${manifest.version}`)
  const { command, input } = parsed
  return command.run(input, await contextOf(command, input, environment, terminal))
}

async function contextOf(
  command: Command,
  input: Input,
  environment: Environment,
  terminal: Terminal,
): Promise<Context> {
  const isSandbox = input.switches.has('sandbox')
  if (isSandbox && environment.DATABASE_URL)
    throw new UsageError('--sandbox and DATABASE_URL name different databases: use only one of them')
  const settings = await readSettings(environment, command.settings, {
    isSandbox,
    unsafe: (config) => command.unsafe?.(config, environment) ?? [],
  }).catch(async (error) => {
    await command.refuse?.(environment, isSandbox)
    throw error
  })
  return { ...settings, environment, terminal }
}

/** The longest name of a command or group that the words begin with. */
function commandIn(commands: readonly Command[], args: readonly string[]): string {
  const [first = '', second = ''] = args
  const names = commands.map(({ name }) => name)
  if (names.includes(`${first} ${second}`)) return `${first} ${second}`
  return names.some((name) => name.split(' ')[0] === first) ? first : ''
}
