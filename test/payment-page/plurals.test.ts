/** Messages with values and plural forms. */
import { describe, expect, it } from 'vitest'
import { parseMessage, valuesIn, writeMessage } from '../../src/payment-page/language/plurals.ts'
import { pseudoText } from '../../src/payment-page/language/pseudo.ts'

const write = (text: string, params: Readonly<Record<string, string | number>>, locale = 'en'): string =>
  writeMessage(parseMessage(text), params, {
    plural: new Intl.PluralRules(locale),
    number: new Intl.NumberFormat(locale),
  })

describe('a message', () => {
  it('takes its values as they are, braces and all', () => {
    expect(write('Pay {amount} to { merchant }', { amount: '€1', merchant: '{amount}' })).toBe(
      'Pay €1 to {amount}',
    )
  })

  it('has the plural form that the language has', () => {
    const english = '{count, plural, =0 {no minutes} one {{count} minute} other {{count} minutes}}, {shop}'
    expect([0, 1, 2, 1_500].map((count) => write(english, { count, shop: 'X' }))).toEqual([
      'no minutes, X',
      '1 minute, X',
      '2 minutes, X',
      '1,500 minutes, X',
    ])
    const polish =
      '{count, plural, one {{count} minuta} few {{count} minuty} many {{count} minut} other {{count} minuty}}'
    expect([1, 3, 5, 22].map((count) => write(polish, { count }, 'pl'))).toEqual([
      '1 minuta',
      '3 minuty',
      '5 minut',
      '22 minuty',
    ])
  })

  it.each([
    '{name',
    'name}',
    '{}',
    '{a b}',
    '{n, select, a {x} other {y}}',
    '{n, plural, one {x}}',
    '{n, plural, lots {x} other {y}}',
    '{n, plural, other {x}',
  ])('is refused when it is built: %s', (text) => {
    expect(() => parseMessage(text)).toThrow()
  })

  it('names the values that it takes', () => {
    expect(valuesIn(parseMessage('{b} {count, plural, one {{a}} other {{count}}} {b}'))).toEqual([
      'a',
      'b',
      'count',
      'count, plural',
    ])
  })
})

it('the pseudo-language is longer, and takes the same values', () => {
  const text = '{count, plural, one {{count} card} other {{count} cards}} for {merchant}'
  const pseudo = pseudoText(text)
  expect(valuesIn(parseMessage(pseudo))).toEqual(valuesIn(parseMessage(text)))
  expect(write(pseudo, { count: 2, merchant: 'Café' })).toBe(`[2 çàŕđš ƒöŕ Café${'~'.repeat(29)}]`)
})
