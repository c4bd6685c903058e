/** The help of the program and of each command, made from the commands and the settings themselves. */
import { defaultOf } from '../config/read-config.ts'
import { settingList } from '../config/settings.ts'
import type { Command } from './command.ts'
import { UsageError } from './mistakes.ts'

/** `topic`: words that may begin the name of a command. */
export function help(commands: readonly Command[], topic: readonly string[]): readonly string[] {
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
    'Settings are environment variables; the help of each command lists those that it uses.',
    '',
    'Exit status: 0 done, 1 failed, 2 not understood (nothing was done), 3 done, and something needs attention.',
  ]
}

function more(command: string): readonly string[] {
  return [`"flowlix ${command} --help" tells more. "flowlix --version" prints the version.`]
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
      ...positionals.map((one) => [`<${one.name}>`, one.meaning] as const),
      ...Object.entries(options).map(
        ([option, { value, meaning }]) => [spelled(option, value), meaning] as const,
      ),
    ]),
    ...section(
      'Settings (environment variables)',
      settings.map((setting) => {
        const standard = defaultOf(setting, command.settings)
        return [
          setting.name,
          `${plain(setting.meaning)}${standard === '' ? '' : ` Default: ${standard}`}`,
        ] as const
      }),
    ),
    ...section(
      'Examples',
      examples.map((example) => [example, ''] as const),
    ),
  ]
}

function usageOf({ name, positionals = [], options = {} }: Command): string {
  const all = Object.entries(options)
  const required = all.filter(([, { isRequired }]) => isRequired === true)
  return [
    `flowlix ${name}`,
    ...positionals.map((one) => `<${one.name}>`),
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

/** The settings' sentences are written for the README. */
function plain(markdown: string): string {
  return markdown.replace(/\[[^[\]]*\]\(([^()]*)\)/g, '$1').replaceAll('`', '')
}
