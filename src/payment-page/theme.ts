/**
 * A merchant's own style: custom properties that are set after the page's own. All of its text is made here, and of what a
 * merchant has written it has only the digits of a color.
 */
import { createHash } from 'node:crypto'
import { accentOf, type Shade } from '../core/look/accent.ts'
import type { CornerStyle, Merchant } from '../core/merchant.ts'
import type { ThemeStyle } from './headers.ts'

/** Large enough to make a button's ends round. */
const radii: Readonly<Record<CornerStyle, string | null>> = { square: '0', rounded: null, pill: '28px' }

/** A merchant never changes, it is replaced. */
const themes = new WeakMap<Merchant, ThemeStyle | null>()

/** Null where the merchant has chosen nothing that differs from the page's own style. */
export function themeOf(merchant: Merchant): ThemeStyle | null {
  const known = themes.get(merchant)
  if (known !== undefined) return known
  const css = styleOf(merchant)
  const theme = css === '' ? null : { css, hash: hashOf(css) }
  themes.set(merchant, theme)
  return theme
}

function styleOf({ accentColor, cornerStyle, colorScheme }: Merchant): string {
  const radius = radii[cornerStyle ?? 'rounded']
  const corners = radius === null ? [] : [`--r:${radius}`]
  if (accentColor === null) return rule(corners)
  const { light, dark } = accentOf(accentColor)
  if (colorScheme === 'dark') return rule([...corners, ...colorsOf(dark)])
  const always = rule([...corners, ...colorsOf(light)])
  if (colorScheme === 'light') return always
  const inDark = light.isReadable ? colorsOf(dark) : [...colorsOf(dark), ...linkOf(dark)]
  return `${always}@media(prefers-color-scheme:dark){${rule(inDark)}}`
}

function colorsOf(shade: Shade): readonly string[] {
  const { color, hover, text, ground, isReadable } = shade
  return [
    `--accent:${color}`,
    `--accent-hover:${hover}`,
    `--on-accent:${text === '#ffffff' ? '#fff' : '#000'}`,
    `--bg:${ground}`,
    ...(isReadable ? [] : linkOf(shade)),
  ]
}

/** Where the accent cannot be read as text, links look like text. */
function linkOf({ isReadable }: Shade): readonly string[] {
  return [`--link:var(--${isReadable ? 'accent' : 'text'})`]
}

function rule(declarations: readonly string[]): string {
  return declarations.length === 0 ? '' : `:root{${declarations.join(';')}}`
}

function hashOf(css: string): string {
  return `sha256-${createHash('sha256').update(css).digest('base64')}`
}
