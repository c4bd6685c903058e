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

it.each([
  ['mer_01kav3h5p7q9r1s3t5v7w9x1y3', '#477300'],
  ['mer_01kav3h5p7q9r1s3t5v7w9x1y4', '#007839'],
  ['mer_1', '#a94a2d'],
])('of %s has %s for good', (id, color) => {
  expect(monogramColor(id)).toBe(color)
})

it('has a color on which white can be read', () => {
  for (const id of ['', 'mer_1', 'mer_2', 'mer_zzzz']) {
    expect(contrast(monogramColor(id), '#ffffff')).toBeGreaterThan(4.5)
  }
})
