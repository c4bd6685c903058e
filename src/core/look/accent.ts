/**
 * What follows from a merchant's accent color: a partner for the dark scheme, the text on both, and whether they can be
 * read. Whoever chooses the color is told the measured ratios.
 */
import { closest, contrast, lightnessOf, tinted, withLightness } from './color.ts'

/** The surface of forms and results. A test compares these values with the page's style. */
const panels = { light: '#ffffff', dark: '#161a22' } as const

/** The background of the panels. */
export const grounds = { light: '#f3f4f7', dark: '#0d0f14' } as const
/** How much color the accent gives the ground: just enough to be noticed. */
const groundChroma = { light: 0.013, dark: 0.013 } as const

export type Shade = Readonly<{
  color: string
  /** What it is seen against. */
  panel: string
  /** Under the pointer: farther from the text on it, so never harder to read. */
  hover: string
  /** Black or white, whichever can be read better on it: with at least 4.58:1 on any color. */
  text: string
  textRatio: number
  panelRatio: number
  /** The page's ground, tinted with it. */
  ground: string
  /** It may be the color of text on the panel. */
  isReadable: boolean
}>

type Scheme = keyof typeof panels
type Accent = Readonly<{ light: Shade; dark: Shade }>

/** WCAG 2.2 level AA: 1.4.3 for text, 1.4.11 for whatever else has to be seen. */
const textRatioMin = 4.5
const panelRatioMin = 3
const hoverStep = 0.05

/** The shades for both schemes. `color` is `#rrggbb`; the dark scheme's shade is lightened until it stands out. */
export function accentOf(color: string): Accent {
  const light = color.toLowerCase()
  return { light: shadeIn('light', light), dark: shadeIn('dark', visibleOn(light, panels.dark)) }
}

/** Why the accent is refused, with what was measured; null if it can be used. */
export function accentProblem(color: string): string | null {
  const { light, dark } = accentOf(color)
  for (const [shade, scheme] of [[light, 'light'] as const, [dark, 'dark'] as const]) {
    if (!standsOut(shade.panelRatio)) {
      const better = visibleOn(shade.color, shade.panel)
      return `has a contrast of only ${ratio(shade.panelRatio)} with the ${scheme} page, and at least ${panelRatioMin}:1 is needed; ${better} is the closest shade that works`
    }
  }
  return null
}

/** Rounded down: a ratio that is not reached is never shown as reached. */
export function ratio(value: number): string {
  return `${(Math.floor(value * 100) / 100).toFixed(2)}:1`
}

function shadeIn(scheme: Scheme, color: string): Shade {
  const panel = panels[scheme]
  const text = contrast(color, '#ffffff') >= contrast(color, '#000000') ? '#ffffff' : '#000000'
  const step = text === '#ffffff' ? -hoverStep : hoverStep
  const panelRatio = contrast(color, panel)
  return {
    color,
    panel,
    hover: withLightness(color, Math.min(1, Math.max(0, lightnessOf(color) + step))),
    text,
    textRatio: contrast(color, text),
    panelRatio,
    ground: tinted(grounds[scheme], color, groundChroma[scheme]),
    isReadable: panelRatio >= textRatioMin,
  }
}

/** The color itself if it stands out from the panel, or else its closest shade that does. */
function visibleOn(color: string, panel: string): string {
  // Away from the panel: to black on a light one, and to white on a dark one.
  const end = Math.round(1 - lightnessOf(panel))
  const isVisible = (lightness: number) => standsOut(contrast(withLightness(color, lightness), panel))
  return withLightness(color, closest(lightnessOf(color), end, isVisible))
}

function standsOut(panelRatio: number): boolean {
  return panelRatio >= panelRatioMin
}
