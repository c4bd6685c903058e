/** How a language is written, besides its words. */

/** Whose amounts and dates are written where a language has several ways: ours is the Portuguese of Portugal. */
const formatsOf: Readonly<Partial<Record<string, string>>> = { pt: 'pt-PT' }

export function formatLocale(locale: string): string {
  return formatsOf[locale] ?? locale
}

export function directionOf(locale: string): 'ltr' | 'rtl' {
  return locale === 'ar' ? 'rtl' : 'ltr'
}
