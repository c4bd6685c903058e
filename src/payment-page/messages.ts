/** Every word on the page, by key, and amounts and dates as the reader's language writes them. */
import type { Language } from '../core/language.ts'
import type { Currency } from '../core/money.ts'
import { dateStyle } from './date-style.ts'
import { catalogOf, type MessageKey } from './language/catalogs.ts'
import { directionOf, formatLocale } from './language/language-table.ts'
import { type Grammar, type Params, writeMessage } from './language/plurals.ts'
import type { pseudoLocale } from './language/pseudo.ts'

export type { MessageKey } from './language/catalogs.ts'

/** All our currencies have cents. */
const minorDigits = 2

/** A page says its amount several times, and prices repeat. */
const amountsMax = 1_000

export type Locale = Language | typeof pseudoLocale

export type Messages = Readonly<{
  locale: Locale
  direction: 'ltr' | 'rtl'
  /** For `Intl`. */
  formatLocale: string
  text(key: MessageKey, params?: Params): string
  money(amountMinor: number, currency: Currency): string
  date(atMs: number, timeZone: string): string
  /** As in "Visa, Mastercard, and JCB". */
  list(items: readonly string[]): string
  /** As in "Visa, Mastercard, or JCB". */
  either(items: readonly string[]): string
  /** A path of ours: it keeps the language that the customer has chosen. Never in a part that is `constant`. */
  link(path: string): string
}>

type Pair = Readonly<{ found: Messages; chosen: Messages }>
const pairs = new Map<Locale, Pair>()

/** `isChosen`: by the customer, on the page. Then its links keep the language. */
export function messagesIn(locale: Locale, isChosen = false): Messages {
  const pair = pairs.get(locale) ?? createPair(locale)
  pairs.set(locale, pair)
  return isChosen ? pair.chosen : pair.found
}

function createPair(locale: Locale): Pair {
  const found = createMessages(locale)
  return { found, chosen: { ...found, link: (path) => withLocale(path, locale) } }
}

export function withLocale(path: string, locale: Locale): string {
  return `${path}${path.includes('?') ? '&' : '?'}locale=${locale}`
}

function createMessages(locale: Locale): Messages {
  const forFormats = formatLocale(locale)
  const catalog = catalogOf(locale)
  const grammar: Grammar = {
    plural: new Intl.PluralRules(forFormats),
    number: new Intl.NumberFormat(forFormats),
  }
  return {
    locale,
    direction: directionOf(locale),
    formatLocale: forFormats,
    text: (key, params = {}) => writeMessage(catalog(key), params, grammar),
    money: moneyWriter(forFormats),
    date: dateWriter(forFormats),
    list: (items) => new Intl.ListFormat(forFormats).format(items),
    either: eitherWriter(forFormats),
    link: (path) => path,
  }
}

function eitherWriter(locale: string): Messages['either'] {
  const format = new Intl.ListFormat(locale, { type: 'disjunction' })
  return (items) =>
    format
      .formatToParts(items)
      .map(({ type, value }) => (type === 'literal' ? inMaltese(locale, value) : value))
      .join('')
}

/** Intl has no Maltese word for "or". */
function inMaltese(locale: string, between: string): string {
  return locale === 'mt' ? between.replace(/,? or /, ' jew ') : between
}

function dateWriter(locale: string): Messages['date'] {
  const formats = new Map<string, Intl.DateTimeFormat>()
  return (atMs, timeZone) => {
    const known = formats.get(timeZone)
    if (known !== undefined) return known.format(atMs)
    const format = new Intl.DateTimeFormat(locale, { ...dateStyle, timeZone })
    formats.set(timeZone, format)
    return format.format(atMs)
  }
}

function moneyWriter(locale: string): Messages['money'] {
  const formats = new Map<Currency, Intl.NumberFormat>()
  const amounts = new Map<string, string>()
  return (amountMinor, currency) => {
    const key = `${currency} ${amountMinor}`
    const known = amounts.get(key)
    if (known !== undefined) return known
    const format = formats.get(currency) ?? new Intl.NumberFormat(locale, { style: 'currency', currency })
    formats.set(currency, format)
    const text = format.format(decimal(amountMinor, minorDigits))
    if (amounts.size >= amountsMax) amounts.clear()
    amounts.set(key, text)
    return text
  }
}

/** As text, which the format takes exactly: no fraction ever passes through a float. */
function decimal(amountMinor: number, digits: number): `${number}` {
  const text = String(amountMinor).padStart(digits + 1, '0')
  return `${text.slice(0, -digits)}.${text.slice(-digits)}` as `${number}`
}
