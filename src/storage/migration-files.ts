/** The migrations as they are written, in order. In a bundle, the build replaces this module by one that holds them. */
import { readdirSync, readFileSync } from 'node:fs'

/** Each has a folder of this name. */
export const engines = ['sqlite', 'postgres'] as const
export type Engine = (typeof engines)[number]

type MigrationFile = Readonly<{ name: string; sql: string }>

export function migrationFiles(engine: Engine): readonly MigrationFile[] {
  const folder = new URL(`./${engine}/migrations/`, import.meta.url)
  const names = readdirSync(folder).filter((name) => /^\d{4}_.+\.sql$/.test(name))
  return names.sort().map((name) => ({ name, sql: readFileSync(new URL(name, folder), 'utf8') }))
}
