/** What is wrong with a translation, compared with the English catalog. */
import { parseMessage, valuesIn } from '../src/payment-page/language/plurals.ts'

type Catalog = Readonly<Record<string, string>>

/** Keys that begin like this are notes, such as who must still review the translation. */
export const isNote = (key: string): boolean => key.startsWith('@')

export function catalogMistakes(locale: string, catalog: Catalog, english: Catalog): readonly string[] {
  const unknown = Object.keys(catalog).filter((key) => !isNote(key) && english[key] === undefined)
  return [
    ...unknown.map((key) => `${key} is not a key`),
    ...Object.entries(english).flatMap(([key, text]) => {
      const own = catalog[key]
      if (own === undefined) return [`${key} is missing`]
      return messageMistakes(locale, own, text).map((mistake) => `${key} ${mistake}`)
    }),
  ].map((mistake) => `${locale}: ${mistake}`)
}

function messageMistakes(locale: string, own: string, english: string): readonly string[] {
  if (own.trim() === '') return ['is empty']
  try {
    const [values, expected] = [own, english].map((text) => valuesIn(parseMessage(text)).join(', '))
    const differs = values === expected ? [] : [`takes ${values || 'no value'}, not ${expected || 'none'}`]
    return [...differs, ...missingForms(locale, own)]
  } catch (error) {
    return [`cannot be read: ${error instanceof Error ? error.message : error}`]
  }
}

/** A plural needs every form that the language has. */
function missingForms(locale: string, text: string): readonly string[] {
  const message = parseMessage(text)
  const needed = new Intl.PluralRules(locale).resolvedOptions().pluralCategories
  return message.flatMap((piece) => {
    if (typeof piece === 'string' || !('forms' in piece)) return []
    return needed.filter((form) => !piece.forms.has(form)).map((form) => `lacks the plural form "${form}"`)
  })
}
