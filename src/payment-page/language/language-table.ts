/** What the page knows of each language besides its words. */
import { type Language, languages } from '../../core/language.ts'

/** How each language calls itself. */
export const languageNames: Readonly<Record<Language, string>> = {
  cs: 'Čeština',
  da: 'Dansk',
  de: 'Deutsch',
  et: 'Eesti',
  en: 'English',
  es: 'Español',
  fr: 'Français',
  ga: 'Gaeilge',
  hr: 'Hrvatski',
  it: 'Italiano',
  lv: 'Latviešu',
  lt: 'Lietuvių',
  hu: 'Magyar',
  mt: 'Malti',
  nl: 'Nederlands',
  nb: 'Norsk',
  pl: 'Polski',
  pt: 'Português',
  ro: 'Română',
  sk: 'Slovenčina',
  sl: 'Slovenščina',
  fi: 'Suomi',
  sv: 'Svenska',
  tr: 'Türkçe',
  el: 'Ελληνικά',
  bg: 'Български',
  uk: 'Українська',
  ar: 'العربية',
}

/** The language that calls itself so. */
export function languageNamed(name: string): Language | null {
  return languages.find((code) => languageNames[code] === name) ?? null
}

/** Whose amounts and dates are written where a language has several ways: ours is the Portuguese of Portugal. */
const formatsOf: Readonly<Partial<Record<string, string>>> = { pt: 'pt-PT' }

export function formatLocale(locale: string): string {
  return formatsOf[locale] ?? locale
}

export function directionOf(locale: string): 'ltr' | 'rtl' {
  return locale === 'ar' ? 'rtl' : 'ltr'
}
