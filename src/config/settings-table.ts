/** The settings as the README's table. */
import { type CommandName, commandNames } from './command-names.ts'
import { type Setting, settingList } from './settings.ts'

/** In Markdown, with one row for each setting. */
export function settingsTable(): string {
  const rows = settingList.map((setting) =>
    row(`\`${setting.name}\``, defaultCell(setting), commandsCell(setting), setting.meaning),
  )
  return [row('Name', 'Default', 'Used by', 'Meaning'), '|---|---|---|---|', ...rows].join('\n')
}

function row(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function defaultCell({ default: standard, devDefault }: Setting<unknown>): string {
  const shown = standard === '' ? 'none' : `\`${standard}\``
  return devDefault === undefined ? shown : `${shown}; in \`dev\` \`${devDefault}\``
}

function commandsCell({ commands }: Setting<unknown>): string {
  const others = commandNames.filter((name) => !commands.includes(name))
  if (others.length === 0) return 'every command'
  if (others.length < commands.length)
    return `every command except ${names(others, new Intl.ListFormat('en'))}`
  return names(commands, new Intl.ListFormat('en', { type: 'unit' }))
}

function names(commands: readonly CommandName[], list: Intl.ListFormat): string {
  return list.format(commands.map((name) => `\`${name}\``))
}
