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

it('amounts are exact to the cent, however large', () => {
  for (const locale of languages) {
    const digits = messagesIn(locale).money(999_999_999_999, 'eur').replace(/\D/g, '')
    expect(digits).toBe('999999999999')
  }
})

function escaped(text: string): string {
  return text.replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
