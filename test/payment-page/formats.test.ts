/**
 * How each language writes amounts and dates, with every character that is not ASCII as an escape: no-break spaces and marks
 * of direction cannot be seen. A new version of the runtime's language data shows here.
 */
import { expect, it } from 'vitest'
import { languages } from '../../src/core/language.ts'
import { messagesIn } from '../../src/payment-page/messages.ts'

const atMs = Date.UTC(2026, 10, 24, 9, 5)

it('amounts and dates are written as each language writes them', async () => {
  const lines = languages.map((locale) => {
    const messages = messagesIn(locale)
    const amounts = (['eur', 'usd', 'gbp'] as const).map((currency) => messages.money(123_456_789, currency))
    const least = messages.money(1, 'eur')
    const most = messages.money(999_999_999_999, 'eur')
    return [locale, ...amounts, least, most, messages.date(atMs, 'Europe/Berlin')].map(escaped).join(' | ')
  })
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('formats.txt')
})

it('one of several is written with the language’s own word for "or"', () => {
  const of = (locale: (typeof languages)[number]) => messagesIn(locale).either(['Visa', 'CB', 'JCB'])
  expect([of('en'), of('de'), of('mt')]).toEqual([
    'Visa, CB, or JCB',
    'Visa, CB oder JCB',
    'Visa, CB jew JCB',
  ])
  expect(languages.filter((locale) => / or /.test(of(locale)))).toEqual(['en'])
})

it('amounts are exact to the cent, however large', () => {
  for (const locale of languages) {
    const digits = messagesIn(locale).money(999_999_999_999, 'eur').replace(/\D/g, '')
    expect(digits).toBe('999999999999')
  }
})

function escaped(text: string): string {
  return text.replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

it.each(languages)(
  'in %s, the title of a page with mistakes begins with what its script puts there',
  (locale) => {
    expect(messagesIn(locale).text('page.errorTitle', { title: 'Title' })).toMatch(/^\S.*\bTitle$/)
  },
)
