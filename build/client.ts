/** Builds the client as it is published: one file that runs everywhere, `client/dist/flowlix.js`, and its types. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

/** `dist` is the folder to write to; everything in it is replaced. */
export async function buildClient(root: string, dist = join(root, 'client/dist')): Promise<void> {
  rmSync(dist, { recursive: true, force: true })
  const entry = join(root, 'client/src/flowlix.ts')
  await build({
    entryPoints: [entry],
    outfile: join(dist, 'flowlix.js'),
    bundle: true,
    platform: 'neutral',
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'warning',
  })
  declareTypes(root, entry, dist)
}

function declareTypes(root: string, entry: string, folder: string): void {
  const settings = [
    '--declaration',
    '--emitDeclarationOnly',
    '--outDir',
    folder,
    '--rootDir',
    join(entry, '..'),
  ]
  const language = [
    '--target',
    'es2024',
    '--lib',
    'es2024,esnext.iterator',
    '--module',
    'preserve',
    '--types',
    'node',
  ]
  const rules = ['--strict', '--allowImportingTsExtensions', '--skipLibCheck', '--ignoreConfig']
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  execFileSync(process.execPath, [compiler, ...settings, ...language, ...rules, entry], {
    cwd: root,
    stdio: 'inherit',
  })
  // Published declarations name the files as they are found at run time.
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.d.ts'))) {
    const path = join(folder, name)
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/(from '\.\/[a-z-]+)\.ts'/g, "$1.js'"))
  }
}
