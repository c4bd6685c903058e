/** Builds the page's words into a module: each language as one string, which is parsed when somebody reads in it. */
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { languageOf, languages } from '../src/core/language.ts'
import { catalogMistakes } from './catalog-mistakes.ts'
import { writeWhole } from './write-whole.ts'

const page = join(import.meta.dirname, '../src/payment-page')

/** English is complete by definition: its keys are the keys, in its order. */
export async function buildCatalogs(): Promise<void> {
  const texts = await readCatalogs()
  const english = texts.get('en') ?? {}
  const mistakes = [...texts].flatMap(([locale, catalog]) => catalogMistakes(locale, catalog, english))
  const absent = languages.filter((locale) => !texts.has(locale)).map((locale) => `${locale}: has no catalog`)
  const surplus = [...texts.keys()].filter((locale) => languageOf(locale) !== locale)
  mistakes.push(...absent, ...surplus.map((locale) => `${locale}: is not a language of the page`))
  if (mistakes.length > 0) throw new Error(`The catalogs do not match en.json:\n${mistakes.join('\n')}`)
  const keys = Object.keys(english)
  const catalogs = [...texts].map(([locale, catalog]) => [
    locale,
    JSON.stringify(keys.map((key) => catalog[key])),
  ])
  const text = [
    '// Made by build/catalogs.ts from locales/.',
    `export const messageKeys = ${JSON.stringify(keys)} as const`,
    `export const catalogs: Readonly<Record<string, string>> = ${JSON.stringify(Object.fromEntries(catalogs))}`,
    '',
  ].join('\n')
  await writeWhole(join(page, 'language/catalogs.generated.ts'), text)
}

async function readCatalogs(): Promise<ReadonlyMap<string, Record<string, string>>> {
  const texts = new Map<string, Record<string, string>>()
  for (const file of globSync('locales/*.json', { cwd: page }).toSorted()) {
    texts.set(basename(file, '.json'), await readCatalog(file))
  }
  return texts
}

async function readCatalog(file: string): Promise<Record<string, string>> {
  try {
    return JSON.parse(await readFile(join(page, file), 'utf8')) as Record<string, string>
  } catch (error) {
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : error}`)
  }
}
