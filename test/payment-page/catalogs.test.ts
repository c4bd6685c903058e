/** What the build refuses in a translation. */
import { describe, expect, it } from 'vitest'
import { catalogMistakes } from '../../build/catalog-mistakes.ts'

const english = {
  'a.pay': 'Pay {amount}',
  'a.left': '{count, plural, one {{count} minute} other {{count} minutes}}',
}
const right = {
  '@review': 'needs native review',
  'a.pay': 'Zapłać {amount}',
  'a.left':
    '{count, plural, one {{count} minuta} few {{count} minuty} many {{count} minut} other {{count} minuty}}',
}

describe('a catalog', () => {
  it('that has every key, value, and plural form is right', () => {
    expect(catalogMistakes('pl', right, english)).toEqual([])
  })

  it.each([
    ['a key is missing', { 'a.pay': undefined }, 'pl: a.pay is missing'],
    ['a key is unknown', { 'a.new': 'x' }, 'pl: a.new is not a key'],
    ['a message is empty', { 'a.pay': ' ' }, 'pl: a.pay is empty'],
    ['a value has another name', { 'a.pay': 'Zapłać {kwota}' }, 'pl: a.pay takes kwota, not amount'],
    ['a value is missing', { 'a.pay': 'Zapłać' }, 'pl: a.pay takes no value, not amount'],
    [
      'a plural form is missing',
      { 'a.left': '{count, plural, one {{count} minuta} few {{count} minuty} other {{count} minuty}}' },
      'pl: a.left lacks the plural form "many"',
    ],
  ])('is refused if %s', (_, change, mistake) => {
    const catalog = JSON.parse(JSON.stringify({ ...right, ...change })) as Record<string, string>
    const mistakes = catalogMistakes('pl', catalog, english)
    expect(mistakes.some((found) => found.startsWith(mistake))).toBe(true)
  })
})
