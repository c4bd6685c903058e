/** Builds the page's scripts and styles into a module that carries their hashes, its words, and the documentation's pictures. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type Metafile } from 'esbuild'
import { buildCatalogs } from './catalogs.ts'
import { buildPictures } from './pictures.ts'
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
    Object.entries(kinds).map(async ([kind, [script, style]]) => ({
      kind,
      script: { name: script, ...(await bundle(`browser/${script}-page.ts`)) },
      style: await bundle(`style/${style}.css`),
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
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  return scriptInventory(
    version,
    built.map(({ script }) => script),
  )
}

async function bundle(entry: string): Promise<Omit<BuiltScript, 'name'>> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [join(page, entry)],
    bundle: true,
    metafile: true,
    minify: true,
    write: false,
    charset: 'utf8',
    format: 'esm',
    target: ['chrome109', 'firefox115', 'safari16.4'],
    logLevel: 'warning',
  })
  const text = (result.outputFiles[0]?.text ?? '').trim()
  // It is written into the document as it is.
  if (/<\/(script|style)/i.test(text)) throw new Error(`${entry} would end its own element`)
  return { text, hash: hash(text), files: filesIn(result.metafile) }
}

/** The files that have left something in it. */
function filesIn({ outputs }: Metafile): readonly string[] {
  return Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => file)
    .toSorted()
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
