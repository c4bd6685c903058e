/** Writes the type declarations of a package as they are published. */
import { execFileSync } from 'node:child_process'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const language = [
  ...['--target', 'es2024', '--lib', 'es2024,esnext.iterator', '--module', 'preserve', '--types', 'node'],
  ...['--strict', '--allowImportingTsExtensions', '--skipLibCheck', '--ignoreConfig'],
]

/** `base` is the folder that the paths in `folder` begin at. */
export function declareTypes(root: string, entry: string, base: string, folder: string): void {
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const output = ['--declaration', '--emitDeclarationOnly', '--outDir', folder, '--rootDir', base]
  execFileSync(process.execPath, [compiler, ...output, ...language, entry], { cwd: root, stdio: 'inherit' })
  // Published declarations name the files as they are found at run time.
  for (const name of globSync('**/*.d.ts', { cwd: folder })) {
    const path = join(folder, name)
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/(from '\.[\w./-]+)\.ts'/g, "$1.js'"))
  }
}
