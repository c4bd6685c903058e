/** Every word on the page, by key, and amounts and dates as the reader's language writes them. */
import type { Currency } from '../core/money.ts'
import en from './locales/en.json' with { type: 'json' }

export type MessageKey = keyof typeof en
/** All our currencies have cents. */
const minorDigits = 2

/** A page says its amount several times, and prices repeat. */
const amountsMax = 1_000

type Params = Readonly<Record<string, string>>

export type Messages = Readonly<{
  locale: string
  direction: 'ltr' | 'rtl'
  text(key: MessageKey, params?: Params): string
  money(amountMinor: number, currency: Currency): string
  date(atMs: number): string
}>

function createMessages(
  locale: string,
  direction: 'ltr' | 'rtl',
  catalog: Readonly<Record<MessageKey, string>>,
): Messages {
  const formats = new Map<Currency, Intl.NumberFormat>()
  const amounts = new Map<string, string>()
  const dates = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'UTC',
    timeZoneName: 'short',
  })
  return {
    locale,
    direction,
    text: (key, params) => (params === undefined ? catalog[key] : interpolate(catalog[key], params)),
    money: (amountMinor, currency) => {
      const key = `${currency} ${amountMinor}`
      const known = amounts.get(key)
      if (known !== undefined) return known
      const format = formats.get(currency) ?? new Intl.NumberFormat(locale, { style: 'currency', currency })
      formats.set(currency, format)
      const text = format.format(decimal(amountMinor, minorDigits))
      if (amounts.size >= amountsMax) amounts.clear()
      amounts.set(key, text)
      return text
    },
    date: (atMs) => dates.format(atMs),
  }
}

function interpolate(text: string, params: Params): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => params[name] ?? whole)
}

/** As text, which the format takes exactly: no fraction ever passes through a float. */
function decimal(amountMinor: number, digits: number): `${number}` {
  const text = String(amountMinor).padStart(digits + 1, '0')
  return `${text.slice(0, -digits)}.${text.slice(-digits)}` as `${number}`
}

export const english = createMessages('en', 'ltr', en)
