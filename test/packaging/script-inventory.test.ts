/** `scripts.json`: which scripts the payment page runs, and why. The build refuses a script without a reason. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type BuiltScript, scriptInventory } from '../../build/script-inventory.ts'
import { pageAssets } from '../../src/payment-page/assets.generated.ts'

const script: BuiltScript = { name: 'form', text: 'é()', hash: 'sha256-x', files: ['a.ts', 'b.ts'] }
const reasons = {
  scripts: { form: { pages: 'The form.', reason: 'It helps.' } },
  files: { 'a.ts': 'It counts.', 'b.ts': 'It shows.' },
}

describe('the inventory', () => {
  it('names each script once, with its hash, its length, and why it and its files are there', () => {
    const { version, scripts } = JSON.parse(scriptInventory('1.2.3', [script, script], reasons))
    expect(version).toBe('1.2.3')
    expect(scripts).toEqual([
      {
        ...{ name: 'form', pages: 'The form.', reason: 'It helps.', hash: 'sha256-x', bytes: 4 },
        files: [
          { file: 'a.ts', reason: 'It counts.' },
          { file: 'b.ts', reason: 'It shows.' },
        ],
      },
    ])
  })

  it.each([
    ['a script without a reason', { ...reasons, scripts: {} }, /^form is on the payment page: say why/],
    [
      'a file without a reason',
      { ...reasons, files: { 'a.ts': 'x' } },
      /^b\.ts is on the payment page: say why/,
    ],
    [
      'a reason without a file',
      { ...reasons, files: { ...reasons.files, 'c.ts': 'x' } },
      /^c\.ts is not on the payment page any more/,
    ],
  ])('is not made with %s', (_, incomplete, message) => {
    expect(() => scriptInventory('1.2.3', [script], incomplete)).toThrow(message)
  })

  it('that was built contains every script that a page may hold', () => {
    const file = join(import.meta.dirname, '../../dist/scripts.json')
    const { scripts } = JSON.parse(readFileSync(file, 'utf8')) as { scripts: BuiltScript[] }
    const built = Object.values(pageAssets).map(({ scriptHash }) => scriptHash)
    expect(new Set(scripts.map(({ hash }) => hash))).toEqual(new Set(built))
  })
})
