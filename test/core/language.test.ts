/** Language tags, and which of the page's languages they find. */
import { describe, expect, it } from 'vitest'
import { languageOf, languages } from '../../src/core/language.ts'

describe('a language tag', () => {
  it.each([
    ['de', 'de'],
    ['DE', 'de'],
    ['pt-BR', 'pt'],
    ['en_US', 'en'],
    ['uk-Cyrl-UA', 'uk'],
    ['ar-EG-u-nu-latn', 'ar'],
    ['no', 'nb'],
    ['nn-NO', 'nb'],
    ['de-AT-1996', 'de'],
    ['sl-rozaj-biske-1994', 'sl'],
    ['de-abcdefgh', 'de'],
    [`de${'-x'.repeat(8)}`, 'de'],
    [`de${'-abcdefgh'.repeat(8)}`, 'de'],
  ] as const)('%s finds %s', (tag, language) => {
    expect(languageOf(tag)).toBe(language)
  })

  it.each([
    '',
    'zh',
    'zh-Hant',
    'd',
    'deu',
    'german',
    'de-',
    'de--AT',
    ' de',
    'de;q=1',
    '*',
    'constructor',
    'de-abcdefghi',
    'de-AT;',
    `de${'-x'.repeat(9)}`,
    `de${'-x'.repeat(60)}`,
  ])('%s finds none', (tag) => {
    expect(languageOf(tag)).toBeNull()
  })
})

it('there are 28 languages, each once', () => {
  expect(new Set(languages).size).toBe(28)
  expect(languages).toHaveLength(28)
})
