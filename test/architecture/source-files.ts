/** The files that the architecture test reads, and what counts as code in them. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The path starts at the root of the repository. */
export type SourceFile = Readonly<{ path: string; text: string }>

const root = join(import.meta.dirname, '../..')
const folders = [
  'src',
  'acquirer-contract',
  'build',
  'client',
  'verification',
  'test',
  'scripts',
  'bench',
  'examples',
]
/** Only the build writes these. */
const generated = /\.generated\.ts$|(^|\/)(node_modules|dist)\//

/** Every TypeScript file of the repository, or the files below `folder` with one of these endings. */
export function readSourceFiles(
  folder = `{${folders.join(',')}}`,
  endings = 'ts,tsx',
): readonly SourceFile[] {
  return globSync(`${folder}/**/*.{${endings}}`, { cwd: root, exclude: (path) => generated.test(path) })
    .filter((path) => !generated.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

/** Replaces comments by nothing. Strings stay. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}

/** What remains without comments and without the content of quoted strings. */
export function codeOf(text: string): string {
  return withoutComments(text).replace(/'(?:[^'\\\n]|\\.)*'/g, "''")
}

/** Examples in the documentation are template strings. */
export function withoutTemplates(code: string): string {
  return code.replace(/`(?:[^`\\]|\\.)*`/g, '``')
}
