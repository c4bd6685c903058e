/** Builds the page's words into a module: each language as one string, which is parsed when somebody reads in it. */
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { writeWhole } from './write-whole.ts'

const page = join(import.meta.dirname, '../src/payment-page')

/** English is complete by definition: its keys are the keys, in its order. */
export async function buildCatalogs(): Promise<void> {
  const files = globSync('locales/*.json', { cwd: page }).sort()
  const texts = new Map<string, Record<string, string>>()
  for (const file of files) texts.set(basename(file, '.json'), await readCatalog(file))
  const keys = Object.keys(texts.get('en') ?? {})
  const catalogs = [...texts].map(([code, messages]) => [
    code,
    JSON.stringify(keys.map((key) => messages[key] ?? null)),
  ])
  const text = [
    '// Made by build/catalogs.ts from locales/.',
    `export const messageKeys = ${JSON.stringify(keys)} as const`,
    `export const catalogs: Readonly<Record<string, string>> = ${JSON.stringify(Object.fromEntries(catalogs))}`,
    '',
  ].join('\n')
  await writeWhole(join(page, 'language/catalogs.generated.ts'), text)
}

async function readCatalog(file: string): Promise<Record<string, string>> {
  try {
    return JSON.parse(await readFile(join(page, file), 'utf8')) as Record<string, string>
  } catch (error) {
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : error}`)
  }
}
