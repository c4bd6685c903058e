/** The help of the program and of each command, generated from the commands and settings themselves. */
import type { CommandName } from '../config/command-names.ts'
import { defaultOf } from '../config/read-config.ts'
import { type Setting, settingList } from '../config/settings.ts'
import type { Command } from './command.ts'
import { UsageError } from './mistakes.ts'

/** `topic`: the first words of a command's name. */
export function helpLines(commands: readonly Command[], topic: readonly string[]): readonly string[] {
  const command = commands.find(({ name }) => name.split(' ').every((word, i) => word === topic[i]))
  if (command !== undefined) return helpOf(command)
  const [first] = topic
  if (first === undefined) return overview(commands)
  const group = commands.filter(({ name }) => name.split(' ')[0] === first)
  if (group.length === 0) throw new UsageError(`there is no command "${first}"`)
  return [`Usage: flowlix ${first} <action>`, '', ...summaries(group), '', ...more(`${first} <action>`)]
}

function overview(commands: readonly Command[]): readonly string[] {
  return [
    'Usage: flowlix <command> [options]',
    '',
    ...summaries(commands),
    '',
    ...more('<command>'),
    'Settings are environment variables. The help of each command lists the ones it uses.',
    '',
    'Exit status: 0 success, 1 failure, 2 invalid command or settings (nothing was done), 3 success, but something needs attention.',
  ]
}

function more(command: string): readonly string[] {
  return [`Run "flowlix ${command} --help" for details. "flowlix --version" prints the version.`]
}

function summaries(commands: readonly Command[]): readonly string[] {
  return pairs(commands.map(({ name, summary }) => [name, summary]))
}

function helpOf(command: Command): readonly string[] {
  const { summary, details = [], positionals = [], options = {}, examples } = command
  const settings = settingList.filter(({ commands }) => commands.includes(command.settings))
  return [
    summary,
    ...details.flatMap((paragraph) => ['', paragraph]),
    '',
    `Usage: ${usageOf(command)}`,
    ...section('Arguments', [
      ...positionals.map(({ name, meaning }) => [`<${name}>`, meaning] as const),
      ...Object.entries(options).map(
        ([option, { value, meaning }]) => [spelled(option, value), meaning] as const,
      ),
    ]),
    ...section(
      'Settings (environment variables)',
      settings.map((setting) => [setting.name, describe(setting, command.settings)] as const),
    ),
    ...section(
      'Examples',
      examples.map((example) => [example, ''] as const),
    ),
  ]
}

function describe(setting: Setting<unknown>, command: CommandName): string {
  const meaning = plain(setting.meaningFor?.[command] ?? setting.meaning)
  if (setting.requiredBy?.includes(command) === true) return `${meaning} Required.`
  const standard = defaultOf(setting, command)
  return standard === '' ? meaning : `${meaning} Default: ${standard}`
}

function usageOf({ name, positionals = [], options = {} }: Command): string {
  const all = Object.entries(options)
  const required = all.filter(([, { isRequired }]) => isRequired === true)
  return [
    `flowlix ${name}`,
    ...positionals.map(({ name, isOptional }) => (isOptional === true ? `[<${name}>]` : `<${name}>`)),
    ...required.map(([option, { value }]) => spelled(option, value)),
    ...(all.length > required.length ? ['[options]'] : []),
  ].join(' ')
}

function spelled(option: string, value: string | null): string {
  return value === null ? `--${option}` : `--${option} ${value}`
}

function section(title: string, rows: readonly (readonly [string, string])[]): readonly string[] {
  return rows.length === 0 ? [] : ['', title, ...pairs(rows)]
}

function pairs(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd())
}

/** The descriptions of settings are written for the README. */
function plain(markdown: string): string {
  return markdown.replace(/\[[^[\]]*\]\(([^()]*)\)/g, '$1').replaceAll('`', '')
}
