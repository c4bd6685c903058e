/** Every key of the English catalog is used somewhere: what nobody reads is not to be translated. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { messageKeys } from '../../src/payment-page/language/catalogs.generated.ts'

const page = join(import.meta.dirname, '../../src/payment-page')
const sources = globSync('**/*.{ts,tsx}', { cwd: page, exclude: ['**/*.generated.ts'] })
  .map((path) => readFileSync(join(page, path), 'utf8'))
  .join('\n')

const fields = '(?:number|network|expiry|cvc|name|email)'

/** Of a key that is put together, such as `declined.${category}`. */
const patterns = [...sources.matchAll(/`(\w*\$?[\w.{}$]*\.[^`\s]*)`/g)]
  .map(([, template = '']) => template)
  .filter((template) => template.includes('${') && /^[\w.]*(?:\$\{[^}]*\}[\w.]*)+$/.test(template))
  .map(
    (template) =>
      new RegExp(
        `^${template
          .replaceAll('.', '\\.')
          .replace(/\$\{field(?:\.name)?\}/g, fields)
          .replace(/\$\{[^}]*\}/g, '\\w+')}$`,
      ),
  )
  // What fits every key says nothing.
  .filter((pattern) => !pattern.test('any.key'))

const isUsed = (key: string): boolean =>
  sources.includes(`'${key}'`) ||
  sources.includes(`"${key}"`) ||
  patterns.some((pattern) => pattern.test(key))

it('no key is left over', () => {
  expect(messageKeys.filter((key) => !isUsed(key))).toEqual([])
})

it('a key that is left over would be found', () => {
  expect(isUsed('test.nothing')).toBe(false)
})
