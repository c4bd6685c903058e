/** Writes the README's table of settings from the program's own. `npm run settings`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { settingsTable } from '../src/config/settings-table.ts'

const readme = new URL('../README.md', import.meta.url)
const text = readFileSync(readme, 'utf8')
const table = /^\| Name \| Default[\s\S]*?\n(?!\|)/m
if (!table.test(text)) throw new Error('the README has no table of settings')
writeFileSync(
  readme,
  text.replace(table, () => `${settingsTable()}\n`),
)
