/** A merchant's own colors and corners: a small style that the page's policy allows by its hash, and nothing else. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { accentOf } from '../../src/core/look/accent.ts'
import type { Merchant } from '../../src/core/merchant.ts'
import { emptyEcho } from '../../src/payment-page/form.ts'
import { messagesIn } from '../../src/payment-page/messages.ts'
import type { PageHtml } from '../../src/payment-page/templates/page-html.ts'
import { themeOf } from '../../src/payment-page/theme.ts'
import { renderOpen } from '../../src/payment-page/views/open.tsx'
import { merchant, nowMs, payment } from './payments.ts'

const cssOf = (changes: Partial<Merchant>): string | undefined => themeOf({ ...merchant, ...changes })?.css
const green = { accentColor: '#0b5d3f' } as const

function pageOf(changes: Partial<Merchant>): PageHtml {
  return renderOpen({
    ...{
      messages: messagesIn('en'),
      merchant: { ...merchant, ...changes },
      nowMs,
      token: 'TOKEN',
      payment: payment(),
    },
    ...{ notice: null, warnsOfRealCard: false, errors: {}, echo: emptyEcho },
  })
}

function themeColors(html: string): readonly (string | undefined)[] {
  return [...html.matchAll(/<meta name="theme-color" content="([^"]+)"/g)].map(([, color]) => color)
}

describe('a theme', () => {
  it('is not there for a merchant that has chosen nothing, nor what is usual', () => {
    expect(themeOf(merchant)).toBeNull()
    expect(themeOf({ ...merchant, cornerStyle: 'rounded', colorScheme: 'dark' })).toBeNull()
  })

  it('sets the accent and what follows from it, for light and for dark', () => {
    expect(cssOf(green)).toBe(
      ':root{--accent:#0b5d3f;--accent-hover:#004e33;--on-accent:#fff;--bg:#edf7f1}' +
        '@media(prefers-color-scheme:dark){:root{--accent:#287252;--accent-hover:#156344;--on-accent:#fff;--bg:#0a110d;--link:var(--text)}}',
    )
  })

  it('uses the color for text only where it can be read', () => {
    expect(cssOf({ accentColor: '#ff5a5f' })).toMatch(
      /--link:var\(--text\)}@media.*--link:var\(--accent\)}}$/,
    )
  })

  it('has the colors of one scheme where the merchant allows only one', () => {
    expect(cssOf({ ...green, colorScheme: 'light' })).toMatch(/^:root{--accent:#0b5d3f;[^@]*}$/)
    expect(cssOf({ ...green, colorScheme: 'dark' })).toMatch(/^:root{--accent:#287252;[^@]*}$/)
  })

  it('sets the corners', () => {
    expect(cssOf({ cornerStyle: 'square' })).toBe(':root{--r:0}')
    expect(cssOf({ cornerStyle: 'pill' })).toBe(':root{--r:28px}')
    expect(cssOf({ ...green, cornerStyle: 'square' })).toMatch(/^:root{--r:0;--accent:/)
  })

  it('is the same object for the same merchant, for which its headers are kept', () => {
    const branded = { ...merchant, ...green }
    expect(themeOf(branded)).toBe(themeOf(branded))
  })

  it('consists of custom properties with numbers and colors, so that no rule of the page can change', () => {
    const property = '--[a-z-]+:(?:#[0-9a-f]{3,6}|[0-9]+(?:px)?|var\\(--(?:text|accent)\\))'
    const rule = `:root{${property}(?:;${property})*}`
    const shape = new RegExp(`^${rule}(?:@media\\(prefers-color-scheme:dark\\){${rule}})?$`)
    for (const cornerStyle of ['square', 'pill'] as const)
      for (const colorScheme of [null, 'auto', 'light', 'dark'] as const)
        for (const accentColor of [null, '#0b5d3f', '#ff5a5f'])
          expect(cssOf({ cornerStyle, colorScheme, accentColor })).toMatch(shape)
  })
})

describe('a page with a theme', () => {
  it('has it after its own style, and allows it by its hash', () => {
    const page = pageOf(green)
    const { holds } = page
    const html = page.toString()
    const styles = [...html.matchAll(/<style>(.*?)<\/style>/gs)].map(([, css = '']) => css)
    expect(styles).toHaveLength(2)
    expect(styles[1]).toBe(holds.theme?.css)
    const hash = createHash('sha256')
      .update(styles[1] ?? '')
      .digest('base64')
    expect(holds.theme?.hash).toBe(`sha256-${hash}`)
  })

  it('has no style attribute, with or without it', () => {
    for (const changes of [{}, green, { cornerStyle: 'pill' } as const]) {
      expect(pageOf(changes).toString()).not.toMatch(/\sstyle=/)
    }
  })

  it('is light or dark, whatever the browser prefers, where the merchant says so', () => {
    for (const [colorScheme, opening, colors] of [
      [null, '<html lang="en" dir="ltr">', ['#f3f4f7', '#0d0f14']],
      ['auto', '<html lang="en" dir="ltr">', ['#f3f4f7', '#0d0f14']],
      ['light', '<html lang="en" dir="ltr" class="day">', ['#f3f4f7']],
      ['dark', '<html lang="en" dir="ltr" class="night">', ['#0d0f14']],
    ] as const) {
      const html = pageOf({ colorScheme }).toString()
      expect(html).toContain(opening)
      expect(themeColors(html)).toEqual(colors)
    }
  })

  it('tells the browser the color of its ground', () => {
    const { light, dark } = accentOf(green.accentColor)
    expect(themeColors(pageOf(green).toString())).toEqual([light.ground, dark.ground])
    expect(themeColors(pageOf({ ...green, colorScheme: 'dark' }).toString())).toEqual([dark.ground])
  })
})

describe('the page’s own style', () => {
  const css = readFileSync(join(import.meta.dirname, '../../src/payment-page/style/base.css'), 'utf8')
  const colorsIn = (start: string): readonly string[] => {
    const from = css.indexOf(start)
    expect(from).toBeGreaterThan(-1)
    const block = css.slice(from, css.indexOf('}', from))
    return [...block.matchAll(/--[a-z-]+: [^;]+;/g)].map(([declaration]) => declaration)
  }

  it('has the same dark colors for browsers that prefer them as for pages that are always dark', () => {
    const dark = colorsIn(':root:where(:not(.day)) {')
    expect(dark.length).toBeGreaterThan(12)
    expect(colorsIn('.night {')).toEqual(dark)
  })

  it('tells browsers the background that it has', () => {
    expect(colorsIn(':root {')[0]).toContain('--')
    expect(colorsIn(':root {')).toContain('--bg: #f3f4f7;')
    expect(colorsIn('.night {')).toContain('--bg: #0d0f14;')
  })
})
