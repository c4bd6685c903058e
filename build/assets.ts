/**
 * Builds the page's scripts and styles into a module that carries their hashes, its words, and the documentation's pictures
 * and samples.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { build } from 'esbuild'
import { rolldown } from 'rolldown'
import { buildCatalogs } from './catalogs.ts'
import { buildPictures } from './pictures.ts'
import { buildSamples } from './samples.ts'
import { type BuiltScript, scriptInventory } from './script-inventory.ts'
import { writeWhole } from './write-whole.ts'

const root = join(import.meta.dirname, '..')
const page = join(root, 'src/payment-page')

/**
 * What each kind of page holds: its script in browser/ and its style in style/. The form is what customers wait for, so it
 * carries nothing that only the other pages need. What is for test mode never reaches a live page.
 */
const kinds = {
  form: ['form', 'form'],
  emailForm: ['email-form', 'email-form'],
  longForm: ['long-form', 'long-form'],
  networkForm: ['network-form', 'network-form'],
  networkShortForm: ['network-short-form', 'network-short-form'],
  testForm: ['test-form', 'test-form'],
  shortForm: ['short-form', 'short-form'],
  testShortForm: ['test-short-form', 'test-short-form'],
  state: ['state', 'state'],
  testState: ['state', 'test-state'],
  handOff: ['hand-off', 'state'],
  testHandOff: ['hand-off', 'test-state'],
} as const

/**
 * The document allows script and style by these hashes, so they are made where the bytes are made. Returns the inventory of
 * the scripts.
 */
export async function buildAssets(): Promise<string> {
  const built = await Promise.all(
    Object.entries(kinds).map(async ([kind, [scriptName, styleName]]) => ({
      kind,
      script: await script(scriptName),
      style: await style(styleName),
    })),
  )
  const lines = built.map(({ kind, script, style }) => {
    const assets = { script: script.text, scriptHash: script.hash, style: style.text, styleHash: style.hash }
    return `${kind}: ${JSON.stringify(assets)},`
  })
  const head = '// Made by build/assets.ts from browser/ and style/.\nexport const pageAssets = {'
  await writeWhole(join(page, 'assets.generated.ts'), [head, ...lines, '}', ''].join('\n'))
  await buildCatalogs()
  await buildPictures()
  await buildSamples()
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  return scriptInventory(
    version,
    built.map(({ script }) => script),
  )
}

/** What browsers must be able to run. */
const target = ['chrome109', 'firefox115', 'safari16.4']

/** By rolldown, whose scripts are 4 % smaller when compressed than esbuild's. */
async function script(name: string): Promise<BuiltScript> {
  const bundle = await rolldown({
    cwd: root,
    input: join(page, `browser/${name}-page.ts`),
    platform: 'browser',
    transform: { target },
  })
  const { output } = await bundle.generate({ format: 'esm', minify: true })
  const [{ code, modules }] = output
  await bundle.close()
  const files = Object.entries(modules)
    .filter(([, { renderedLength }]) => renderedLength > 0)
    .map(([file]) => relative(root, file).replaceAll('\\', '/'))
  return { name, ...inDocument(name, shortened(code)), files: files.toSorted() }
}

/** Hints are for bundlers, which never see it again, and one word for variables compresses better than two. */
function shortened(code: string): string {
  return code.replaceAll('/* @__PURE__ */ ', '').replaceAll(/\bconst /g, 'let ')
}

async function style(name: string): Promise<Readonly<{ text: string; hash: string }>> {
  const { outputFiles } = await build({
    entryPoints: [join(page, `style/${name}.css`)],
    bundle: true,
    minify: true,
    write: false,
    charset: 'utf8',
    target,
    logLevel: 'warning',
  })
  return inDocument(name, withoutSpaces(outputFiles[0]?.text ?? ''))
}

/** Before the values of custom properties, and around slashes: esbuild keeps them. */
function withoutSpaces(css: string): string {
  return css.replace(/(--[\w-]+:) /g, '$1').replace(/(?<=\w) \/ (?=\w)/g, '/')
}

/** It is written into the document as it is. */
function inDocument(name: string, built: string): Readonly<{ text: string; hash: string }> {
  const text = built.trim()
  if (/<\/(script|style)/i.test(text)) throw new Error(`${name} would end its own element`)
  return { text, hash: hash(text) }
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
