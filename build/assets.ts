/** Builds the page's scripts and styles into a module that carries their hashes, its words, and the documentation's pictures. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { build } from 'esbuild'
import { buildCatalogs } from './catalogs.ts'
import { buildPictures } from './pictures.ts'
import { writeWhole } from './write-whole.ts'

const page = join(import.meta.dirname, '../src/payment-page')

/** The document allows script and style by these hashes, so they are made where the bytes are made. */
export async function buildAssets(): Promise<void> {
  const text = [
    '// Made by build/assets.ts from browser/ and style/.',
    'export const pageAssets = {',
    `form: ${await assetsOf('form', 'form')},`,
    `testForm: ${await assetsOf('test-form', 'test-form')},`,
    `state: ${await assetsOf('state', 'state')},`,
    `testState: ${await assetsOf('state', 'test-state')},`,
    '}',
    '',
  ].join('\n')
  await writeWhole(join(page, 'assets.generated.ts'), text)
  await buildCatalogs()
  await buildPictures()
}

/**
 * The form is what customers wait for, so it carries nothing that only the other pages need. What is for test mode never
 * reaches a live page.
 */
async function assetsOf(scriptName: string, styleName: string): Promise<string> {
  const script = await bundle(join(page, `browser/${scriptName}-page.ts`))
  const style = await bundle(join(page, `style/${styleName}.css`))
  return JSON.stringify({ script, scriptHash: hash(script), style, styleHash: hash(style) })
}

async function bundle(entry: string): Promise<string> {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    charset: 'utf8',
    format: 'iife',
    target: ['chrome109', 'firefox115', 'safari16.4'],
    logLevel: 'warning',
  })
  const text = (result.outputFiles[0]?.text ?? '').trim()
  // It is written into the document as it is.
  if (/<\/(script|style)/i.test(text)) throw new Error(`${entry} would end its own element`)
  return text
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
