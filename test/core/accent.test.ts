/** Whatever accent a merchant may use can be seen and read, in light and in dark. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { accentOf, accentProblem, ratio } from '../../src/core/look/accent.ts'
import { contrast, isColor, lightnessOf, withLightness } from '../../src/core/look/color.ts'

/** Color, text on it in light, partner in dark, text on that. */
const accepted = [
  ['#000000', '#ffffff', '#666666', '#ffffff'],
  ['#0a2540', '#ffffff', '#4b6887', '#ffffff'],
  ['#0b5d3f', '#ffffff', '#287252', '#ffffff'],
  ['#1434cb', '#ffffff', '#2956ec', '#ffffff'],
  ['#2546d8', '#ffffff', '#2f56e8', '#ffffff'],
  ['#635bff', '#ffffff', '#635bff', '#ffffff'],
  ['#767676', '#000000', '#767676', '#000000'],
  ['#7a0019', '#ffffff', '#af3f44', '#ffffff'],
  ['#8b5cf6', '#000000', '#8b5cf6', '#000000'],
  ['#b4532a', '#ffffff', '#b4532a', '#ffffff'],
  ['#e4002b', '#ffffff', '#e4002b', '#ffffff'],
  ['#ff5a5f', '#000000', '#ff5a5f', '#000000'],
] as const

/** Color, its contrast with the white panel, and what is proposed instead. */
const refused = [
  ['#ffffff', '1.00:1', '#949494'],
  ['#ffdd00', '1.34:1', '#ac9400'],
  ['#ff9900', '2.14:1', '#d78000'],
  ['#1db954', '2.58:1', '#00ac4a'],
  ['#00a2e5', '2.87:1', '#009ee0'],
] as const

describe('an accent', () => {
  it.each(accepted)('%s has %s text, and %s with %s text in dark', (color, text, dark, textInDark) => {
    const accent = accentOf(color)
    expect([accent.light.color, accent.light.text]).toEqual([color, text])
    expect([accent.dark.color, accent.dark.text]).toEqual([dark, textInDark])
    expect(accentProblem(color)).toBeNull()
  })

  it.each(accepted)('%s reaches AA with its text and its panel, also under the pointer', (color) => {
    const { light, dark } = accentOf(color)
    for (const shade of [light, dark]) {
      expect(contrast(shade.color, shade.panel)).toBeGreaterThanOrEqual(3)
      expect(contrast(shade.color, shade.text)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(shade.hover, shade.text)).toBeGreaterThanOrEqual(4.5)
      expect([shade.panelRatio, shade.textRatio]).toEqual([
        contrast(shade.color, shade.panel),
        contrast(shade.color, shade.text),
      ])
      expect(shade.isReadable).toBe(contrast(shade.color, shade.panel) >= 4.5)
    }
  })

  it.each(refused)('%s is refused for its contrast of %s, and %s is proposed', (color, measured, better) => {
    expect(accentProblem(color)).toContain(`a contrast of only ${measured} with the light page`)
    expect(accentProblem(color)).toContain(`${better} is the closest shade that works`)
    expect(accentProblem(better)).toBeNull()
  })

  it.each(accepted)('%s tints the page, whose text can still be read', (color) => {
    const { light, dark } = accentOf(color)
    for (const [ground, text, soft] of [
      [light.ground, '#12151c', '#545d6e'],
      [dark.ground, '#eef0f5', '#a4adbd'],
    ] as const) {
      expect(contrast(ground, text)).toBeGreaterThanOrEqual(7)
      expect(contrast(ground, soft)).toBeGreaterThanOrEqual(4.5)
    }
  })

  it.each([
    ['#1434cb', '#f0f4fd', '#0c0f15'],
    ['#e4002b', '#fdf1f0', '#140d0c'],
    ['#008000', '#eff7ef', '#0c110b'],
    ['#ffdd00', '#f6f4eb', '#110f09'],
    ['#777777', '#f4f4f4', '#0f0f0f'],
  ])('%s tints the page in %s, and in dark in %s', (color, light, dark) => {
    const accent = accentOf(color)
    expect([accent.light.ground, accent.dark.ground]).toEqual([light, dark])
  })

  it('may be written in capital letters', () => {
    expect(accentOf('#E4002B')).toEqual(accentOf('#e4002b'))
  })

  it('can be read with black or white text, whichever color it is', () => {
    for (let step = 0; step <= 0xff; step += 5) {
      const gray = `#${step.toString(16).padStart(2, '0').repeat(3)}`
      expect(accentOf(gray).light.textRatio).toBeGreaterThanOrEqual(4.5)
    }
  })

  it('is measured against the panels that the page has', () => {
    const style = readFileSync(join(import.meta.dirname, '../../src/payment-page/style/base.css'), 'utf8')
    const colors = [...style.matchAll(/--panel: (#[0-9a-f]+);/g)].map(([, color]) => color)
    const { light, dark } = accentOf('#000000')
    expect([light.panel, dark.panel]).toEqual(['#ffffff', colors[1]])
    expect(colors[0]).toBe('#fff')
  })
})

describe('a ratio', () => {
  it('is rounded down, so that one that is too low never looks sufficient', () => {
    expect([ratio(2.9999), ratio(3), ratio(4.499), ratio(21)]).toEqual([
      '2.99:1',
      '3.00:1',
      '4.49:1',
      '21.00:1',
    ])
  })
})

describe('a color', () => {
  it.each(['#2546d8', '#FFFFFF'])('is %s', (color) => expect(isColor(color)).toBe(true))
  it.each(['2546d8', '#fff', '#2546d8ff', '#25 6d8', 'blue', '', 'x#2546d8', '#2546d8;--x:url(y)'])(
    'is not %j',
    (text) => expect(isColor(text)).toBe(false),
  )

  it('has the contrast that WCAG defines', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 10)
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
    expect(contrast('#ffffff', '#ffffff')).toBe(1)
  })

  it('in its own lightness is itself', () => {
    const levels = [0, 1, 5, 10, 11, 20, 51, 102, 153, 204, 254, 255]
    const written = levels.map((level) => level.toString(16).padStart(2, '0'))
    const colors = written.flatMap((red) =>
      written.flatMap((green) => written.map((blue) => `#${red}${green}${blue}`)),
    )
    expect(colors.filter((color) => withLightness(color, lightnessOf(color)) !== color)).toEqual([])
  })

  it('becomes white or nearly black at the ends of lightness', () => {
    for (const color of ['#ff0000', '#2546d8', '#777777']) {
      expect(withLightness(color, 1)).toBe('#ffffff')
      expect(contrast(withLightness(color, 0), '#000000')).toBeCloseTo(1, 2)
    }
  })
})
