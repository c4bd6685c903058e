/**
 * The language of a response: the customer's choice on the page, then the payment's, then the browser's, then the merchant's,
 * then the installation's.
 */
import { type Language, languageOf } from '../../core/language.ts'
import type { Merchant } from '../../core/merchant.ts'
import type { Payment } from '../../core/payment/payment.ts'
import { type Locale, type Messages, messagesIn, withLocale } from '../messages.ts'
import { preferredLanguage } from './accept-language.ts'
import { languageNamed } from './language-table.ts'
import { pseudoLocale } from './pseudo.ts'

export type LanguageSettings = Readonly<{
  default: Language
  /** Accepts {@link pseudoLocale} in an address. */
  hasPseudo: boolean
}>

type About = Readonly<{
  payment: Pick<Payment, 'locale'>
  merchant: Pick<Merchant, 'defaultLocale'>
}>

/** `about`: null on a page that names no payment. */
export function messagesFor(request: Request, languages: LanguageSettings, about: About | null): Messages {
  const chosen = chosenLocale(request, languages)
  if (chosen !== null) return messagesIn(chosen, true)
  return messagesIn(
    languageOf(about?.payment.locale ?? '') ??
      preferredLanguage(request.headers.get('accept-language')) ??
      languageOf(about?.merchant.defaultLocale ?? '') ??
      languages.default,
  )
}

/** An address of ours that keeps what the customer has chosen. */
export function keepChoice(request: Request, languages: LanguageSettings, address: string): string {
  const chosen = chosenLocale(request, languages)
  return chosen === null ? address : withLocale(address, chosen)
}

/** What is no language of ours counts as no choice. */
function chosenLocale({ url }: Request, { hasPseudo }: LanguageSettings): Locale | null {
  // Most addresses have no query, and taking one apart takes longer than this.
  if (!url.includes('locale=')) return null
  const tag = new URL(url).searchParams.get('locale')
  if (tag === null) return null
  return hasPseudo && tag === pseudoLocale ? pseudoLocale : (languageOf(tag) ?? languageNamed(tag))
}
