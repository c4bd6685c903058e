/** The tile that stands for a merchant without a logo. */
import { expect, it } from 'vitest'
import { contrast } from '../../src/core/look/color.ts'
import { initial, monogramColor } from '../../src/core/look/monogram.ts'

it.each([
  ['hansen', 'H'],
  ['  élan', 'É'],
  ['東京', '東'],
  ['', ''],
])('shows the initial of "%s": %s', (name, expected) => {
  expect(initial(name)).toBe(expected)
})

it('keeps its color, on which white can be read', () => {
  for (const id of ['', 'mer_1', 'mer_2', 'mer_zzzz']) {
    expect(monogramColor(id)).toBe(monogramColor(id))
    expect(contrast(monogramColor(id), '#ffffff')).toBeGreaterThan(4.5)
  }
})
