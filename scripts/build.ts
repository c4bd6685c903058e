/**
 * Builds what the gateway runs from: the page's script and style as a module with their hashes, and, unless
 * `--assets-only` is given, the whole gateway as one file in dist/, and the client.
 */
import { createHash } from 'node:crypto'
import { chmod, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { buildClient } from './build-client.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const page = join(root, 'src/payment-page')

const cjsBanner = [
  '#!/usr/bin/env node',
  `import { createRequire as createRequireForCjs } from 'node:module'`,
  `import { dirname as dirnameForCjs } from 'node:path'`,
  `import { fileURLToPath as pathForCjs } from 'node:url'`,
  'const require = createRequireForCjs(import.meta.url)',
  'const __filename = pathForCjs(import.meta.url)',
  'const __dirname = dirnameForCjs(__filename)',
].join('\n')

await buildAssets()
if (!process.argv.includes('--assets-only')) {
  await buildGateway()
  await buildClient(root, join(root, 'dist'))
}

/** The document allows script and style by these hashes, so they are made where the bytes are made. */
async function buildAssets(): Promise<void> {
  const text = [
    '// Made by scripts/build.ts from browser/ and style/.',
    `export const formAssets = ${await assetsOf('form')}`,
    `export const stateAssets = ${await assetsOf('state')}`,
    '',
  ].join('\n')
  await writeWhole(join(page, 'assets.generated.ts'), text)
}

/** The form is what customers wait for, so it carries nothing that only the other pages need. */
async function assetsOf(kind: 'form' | 'state'): Promise<string> {
  const script = await bundle(join(page, `browser/${kind}-page.ts`))
  const style = await bundle(join(page, `style/${kind}.css`))
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

/** A reader never sees half a file, even when two builds run at once. */
async function writeWhole(path: string, text: string): Promise<void> {
  if ((await readFile(path, 'utf8').catch(() => null)) === text) return
  const part = `${path}.${process.pid}.part`
  await writeFile(part, text)
  await rename(part, path)
}

async function buildGateway(): Promise<void> {
  const dist = join(root, 'dist')
  const outfile = join(dist, 'flowlix.js')
  await mkdir(dist, { recursive: true })
  await build({
    entryPoints: [join(root, 'src/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    // Not the syntax: class and function names stay as they are written, for stack traces.
    minifyWhitespace: true,
    legalComments: 'none',
    charset: 'utf8',
    // pino and credit-card-type are CommonJS and ask for `require` and the names of their files.
    banner: { js: cjsBanner },
    logLevel: 'warning',
  })
  await chmod(outfile, 0o755)
  await rm(join(dist, 'migrations'), { recursive: true, force: true })
  await cp(join(root, 'src/storage/migrations'), join(dist, 'migrations'), { recursive: true })
}
