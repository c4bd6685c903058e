/** Finds the language that a browser would like best among ours. */
import { isCountryCode } from '../../core/card/country.ts'
import { type Language, languageOf } from '../../core/language.ts'

/** Far more than any browser sends. */
const rangesMax = 40

/** Browsers send few different values, and reading one takes longer than looking it up. */
const rememberedMax = 500
const remembered = new Map<string, Language | null>()

export function preferredLanguage(header: string | null): Language | null {
  if (header === null) return null
  const known = remembered.get(header)
  if (known !== undefined) return known
  const found = read(header)
  if (remembered.size >= rememberedMax) remembered.clear()
  remembered.set(header, found)
  return found
}

/** The country in the browser's first wish, as in "de-AT"; null if it names none. */
export function preferredRegion(header: string | null): string | null {
  const [tag = ''] = (header ?? '').split(/[,;]/, 1)
  const region = tag
    .trim()
    .split('-')
    .slice(1)
    .find((part) => /^[a-z]{2}$/i.test(part))
    ?.toUpperCase()
  return region !== undefined && isCountryCode(region) ? region : null
}

/** Equal wishes count in their order. `*`, anything else, leaves the choice to us. */
function read(header: string): Language | null {
  const wishes = header.split(',', rangesMax).flatMap(wishOf)
  wishes.sort((one, other) => other.quality - one.quality)
  return wishes[0]?.language ?? null
}

type Wish = Readonly<{ language: Language; quality: number }>

function wishOf(range: string): readonly Wish[] {
  const [tag = '', ...parameters] = range.split(';').map((part) => part.trim())
  const language = languageOf(tag)
  const quality = qualityOf(parameters)
  return language === null || quality === 0 ? [] : [{ language, quality }]
}

/** A quality that is not one is taken as none. */
function qualityOf(parameters: readonly string[]): number {
  const given = parameters.find((parameter) => /^q\s*=/i.test(parameter))
  if (given === undefined) return 1
  const value = given.slice(given.indexOf('=') + 1).trim()
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(value) ? Number(value) : 0
}
