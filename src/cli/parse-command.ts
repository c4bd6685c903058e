/** Turns the arguments into a command and its input, or throws one sentence about what is wrong. */
import { parseArgs } from 'node:util'
import type { Command, Input, Option } from './command.ts'
import { UsageError } from './mistakes.ts'

export type Parsed =
  /** `topic`: the first words of the command to explain. */
  | Readonly<{ kind: 'help'; topic: readonly string[] }>
  | Readonly<{ kind: 'version' }>
  | Readonly<{ kind: 'command'; command: Command; input: Input }>

export function parseCommand(commands: readonly Command[], args: readonly string[]): Parsed {
  const end = args.indexOf('--')
  const before = end === -1 ? args : args.slice(0, end)
  const words = before.filter((word) => !word.startsWith('-'))
  if (before.includes('--help') || before.includes('-h')) return { kind: 'help', topic: words }
  if (words[0] === 'help') return { kind: 'help', topic: words.slice(1) }
  if (before.includes('--version') || before.includes('-v') || words[0] === 'version') {
    return { kind: 'version' }
  }
  const command = findCommand(commands, args)
  return { kind: 'command', command, input: parseInput(command, args.slice(wordsOf(command).length)) }
}

function wordsOf({ name }: Command): readonly string[] {
  return name.split(' ')
}

function findCommand(commands: readonly Command[], args: readonly string[]): Command {
  const [first, second] = args
  if (first === undefined || first.startsWith('-')) throw new UsageError('no command was specified')
  const found = commands.find((command) => wordsOf(command).every((word, i) => word === args[i]))
  if (found !== undefined) return found
  const group = commands.filter((command) => wordsOf(command)[0] === first)
  if (group.length === 0) throw new UsageError(`there is no command "${first}"`)
  const actions = group.map((command) => wordsOf(command)[1]).join(', ')
  throw new UsageError(
    second === undefined || second.startsWith('-')
      ? `"flowlix ${first}" needs an action: ${actions}`
      : `there is no command "${first} ${second}"; the actions of "flowlix ${first}" are ${actions}`,
  )
}

function parseInput(command: Command, args: readonly string[]): Input {
  const options = command.options ?? {}
  const types = Object.entries(options).map(
    ([name, { value }]) => [name, { type: value === null ? 'boolean' : 'string' }] as const,
  )
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(types),
    // Errors are reported in our own words below.
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const positionals: string[] = []
  const values: Record<string, string> = {}
  const lists: Record<string, string[]> = {}
  const switches = new Set<string>()
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined
    if (option === undefined) throw new UsageError(`there is no option "${token.rawName}"`)
    if (token.name in values || switches.has(token.name))
      throw new UsageError(`${token.rawName} is specified twice`)
    if (option.value === null) switches.add(switchOf(token))
    else if (option.isRepeatable)
      lists[token.name] = [...(lists[token.name] ?? []), optionValue(token, option)]
    else values[token.name] = optionValue(token, option)
  }
  requireAll(command, positionals, values)
  return { positionals, values, lists, switches }
}

type OptionToken = Readonly<{
  name: string
  rawName: string
  value?: string | undefined
  inlineValue?: boolean | undefined
}>

function switchOf({ name, rawName, value }: OptionToken): string {
  if (value !== undefined) throw new UsageError(`${rawName} does not take a value`)
  return name
}

function optionValue({ rawName, value, inlineValue }: OptionToken, option: Option): string {
  const isMissing = value === undefined || (inlineValue !== true && value.startsWith('-'))
  if (isMissing) throw new UsageError(`${rawName} needs a value: ${rawName} ${option.value}`)
  return value
}

function requireAll(
  { positionals = [], options = {} }: Command,
  words: readonly string[],
  values: Readonly<Record<string, string>>,
): void {
  const missing = positionals[words.length]
  if (missing !== undefined && missing.isOptional !== true)
    throw new UsageError(`${/^[aeio]/.test(missing.name) ? 'an' : 'a'} ${missing.name} is required`)
  const extra = words[positionals.length]
  if (extra !== undefined) throw new UsageError(`unexpected argument "${extra}"`)
  for (const [name, option] of Object.entries(options)) {
    if (option.isRequired === true && !Object.hasOwn(values, name))
      throw new UsageError(`--${name} ${option.value} is missing`)
  }
}
