/** The languages of the payment page, and how a language tag finds one of them. */

/** In the order of the page's list, which is that of their own names. */
export const languages = [
  'cs',
  'da',
  'de',
  'et',
  'en',
  'es',
  'fr',
  'ga',
  'hr',
  'it',
  'lv',
  'lt',
  'hu',
  'mt',
  'nl',
  'nb',
  'pl',
  'pt',
  'ro',
  'sk',
  'sl',
  'fi',
  'sv',
  'tr',
  'el',
  'bg',
  'uk',
  'ar',
] as const

export type Language = (typeof languages)[number]

const known: ReadonlySet<string> = new Set(languages)

/** Norwegian is written in two ways, and people who read one can read the other. */
const writtenAs: Readonly<Record<string, Language>> = { no: 'nb', nn: 'nb' }

/** A language, and whatever may follow it: a script, a region, and variants. */
const tagPattern = /^([a-z]{2,3})(?:[-_][a-z0-9]{1,8}){0,8}$/

/** The language of a tag such as `pt-BR`; null if it is not one of ours, or not a language tag. */
export function languageOf(tag: string): Language | null {
  if (tag.length > tagLengthMax) return null
  const language = tagPattern.exec(tag.toLowerCase())?.[1] ?? ''
  return isLanguage(language) ? language : (writtenAs[language] ?? null)
}

const tagLengthMax = 80

function isLanguage(code: string): code is Language {
  return known.has(code)
}
