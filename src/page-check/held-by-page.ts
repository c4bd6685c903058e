/** Which of our pages a document is: told by its style and its script, which must be those of this build. */
import { createHash } from 'node:crypto'
import { pageAssets } from '../payment-page/assets.generated.ts'
import type { Holds } from '../payment-page/headers.ts'
import type { Element } from './markup.ts'

type Held = Readonly<{
  /** Everything that the page may be; empty if it is not one of this build. */
  candidates: readonly NonNullable<Holds>[]
  differences: readonly string[]
}>

const kinds = Object.keys(pageAssets) as readonly (keyof typeof pageAssets)[]
/** They never come without their script. */
const scripted: ReadonlySet<string> = new Set(['form', 'emailForm', 'testForm', 'shortForm', 'testShortForm'])
const shownLength = 40

export function heldBy(elements: readonly Element[]): Held {
  const [style, theme, ...extra] = elements.filter(({ name }) => name === 'style')
  const scripts = elements.filter((element) => element.name === 'script' && !isData(element))
  const styleHash = style === undefined ? '' : hashOf(style)
  const [script] = scripts
  const scriptHash = script === undefined ? null : hashOf(script)
  const ofStyle = kinds.filter((kind) => pageAssets[kind].styleHash === styleHash)
  const candidates = ofStyle.filter((kind) =>
    scriptHash === null ? !scripted.has(kind) : pageAssets[kind].scriptHash === scriptHash,
  )
  return {
    candidates: candidates.map((assets) => ({
      assets,
      hasScript: scriptHash !== null,
      theme: theme === undefined ? null : { css: theme.content, hash: hashOf(theme) },
    })),
    differences: [
      ...(ofStyle.length === 0 ? [`Style that is not from this build: ${described(style)}`] : []),
      ...(theme === undefined || isTheme(theme.content)
        ? []
        : [`Style that no merchant can have: ${described(theme)}`]),
      ...extra.map((one) => `Unexpected style: ${described(one)}`),
      ...scriptDifferences(scripts),
      ...(ofStyle.length > 0 && candidates.length === 0 && (script === undefined || isKnown(scriptHash))
        ? [`${script === undefined ? 'Script of this page' : 'Script of another page'}: ${described(script)}`]
        : []),
    ],
  }
}

const themeShape = /^(?::root\{[^{}]*\})?(?:@media\(prefers-color-scheme:dark\)\{:root\{[^{}]*\}\})?$/
const declaration = /^(?:--[a-z-]+|color-scheme):[#a-z0-9.,%() -]+$/

/** All that a merchant's own style may be: custom properties of the document, whose values load nothing. */
function isTheme(css: string): boolean {
  const blocks = [...css.matchAll(/:root\{([^{}]*)\}/g)].map(([, block = '']) => block)
  const declarations = blocks.flatMap((block) => block.split(';'))
  return themeShape.test(css) && declarations.every((one) => declaration.test(one) && !one.includes('url'))
}

/** A block of data is not run, and it cannot end early. */
function isData({ attributes, content }: Element): boolean {
  return attributes.get('type') === 'application/json' && !content.includes('<')
}

function scriptDifferences(scripts: readonly Element[]): readonly string[] {
  const unknown = scripts.filter((script) => !isKnown(hashOf(script)))
  return [
    ...unknown.map((script) => `Script that is not in the inventory: ${described(script)}`),
    ...(scripts.length > 1 && unknown.length === 0 ? [`The page has ${scripts.length} scripts`] : []),
  ]
}

function isKnown(hash: string | null): boolean {
  return kinds.some((kind) => pageAssets[kind].scriptHash === hash)
}

function described(element: Element | undefined): string {
  if (element === undefined) return 'there is none'
  const text = element.content.slice(0, shownLength)
  const more = element.content.length > shownLength ? '…' : ''
  return `${hashOf(element)}, ${Buffer.byteLength(element.content)} bytes, "${text}${more}"`
}

function hashOf({ content }: Element): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`
}
