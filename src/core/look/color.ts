/** Colors in sRGB, their contrast by WCAG 2, and lighter and darker shades of them that keep the hue. */

/** Each from 0 to 1, without the gamma of sRGB. */
type Linear = readonly [red: number, green: number, blue: number]

/** Lightness and two opposed axes of color, from which hue and chroma follow. */
type Oklab = readonly [lightness: number, a: number, b: number]

export function isColor(text: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(text)
}

/** The contrast ratio of WCAG 2, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** The color with a different lightness, from 0 to 1. Chroma is reduced where sRGB cannot show it, and the hue stays. */
export function withLightness(color: string, lightness: number): string {
  const [, a, b] = oklabOf(color)
  const part = closest(1, 0, (share) => isInSrgb(linearOf([lightness, a * share, b * share])))
  return hexOf(linearOf([lightness, a * part, b * part]))
}

/** As light as `color`, with the hue of `tint` and at most this much chroma. */
export function tinted(color: string, tint: string, chromaMax: number): string {
  const [, a, b] = oklabOf(tint)
  const share = Math.min(1, chromaMax / Math.max(Math.hypot(a, b), 1e-9))
  return hexOf(linearOf([lightnessOf(color), a * share, b * share]))
}

/** Lightness in Oklab, from 0 for black to 1 for white. */
export function lightnessOf(color: string): number {
  return oklabOf(color)[0]
}

/** As close to `from` as `holds` allows: it holds from some point up to `to`. */
export function closest(from: number, to: number, holds: (value: number) => boolean): number {
  if (holds(from)) return from
  let [near, far] = [from, to]
  for (let i = 0; i < 20; i++) {
    const middle = (near + far) / 2
    if (holds(middle)) far = middle
    else near = middle
  }
  return far
}

function luminance(color: string): number {
  const [red, green, blue] = linear(color)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function linear(color: string): Linear {
  const channel = (at: number): number => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

function hexOf(color: Linear): string {
  const channels = color.map((value) => {
    const inside = Math.min(1, Math.max(0, value))
    const encoded = inside <= 0.0031308 ? inside * 12.92 : 1.055 * inside ** (1 / 2.4) - 0.055
    return Math.round(encoded * 255)
      .toString(16)
      .padStart(2, '0')
  })
  return `#${channels.join('')}`
}

function isInSrgb(color: Linear): boolean {
  // Half a step of eight bits, so that rounding does not count as outside.
  const tolerance = 0.000_15
  return color.every((value) => Math.abs(value - 0.5) <= 0.5 + tolerance)
}

/** The matrices are those of Björn Ottosson's definition of Oklab, as CSS Color 4 has them. */
function oklabOf(color: string): Oklab {
  const [r, g, b] = linear(color)
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

function linearOf([lightness, a, b]: Oklab): Linear {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
}
