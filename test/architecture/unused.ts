/** Finds files that no entry point reaches, and exports that no other file uses. */
import { exportsOf, importsOf, targetOf } from './imports.ts'
import { codeOf, type SourceFile, withoutComments } from './source-files.ts'

/** Programs of their own: the process, what the build bundles, what npm and vitest start, what others install. */
const entryPoints = [
  /^src\/main\.ts$/,
  /^src\/payment-page\/browser\/[\w-]+-page\.ts$/,
  /^client\/src\/flowlix\.ts$/,
  /^acquirer-contract\/src\/acquirer-contract\.ts$/,
  /^scripts\/[^/]+\.ts$/,
  /^bench\/main\.ts$/,
  /^test\/.*\.test\.tsx?$/,
  /^test\/support\/(build-gateway|unpack-chromium|offer-postgres|announce-sample|longest-first)\.ts$/,
]

export function deadFiles(files: readonly SourceFile[]): readonly string[] {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const reached = new Set<string>()
  const waiting = files.filter(({ path }) => entryPoints.some((entry) => entry.test(path)))
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file.path)) continue
    reached.add(file.path)
    for (const path of [...importedBy(file), ...startedBy(file, files)]) {
      const next = byPath.get(path)
      if (next !== undefined) waiting.push(next)
    }
  }
  return files.map(({ path }) => path).filter((path) => !reached.has(path))
}

function importedBy(file: SourceFile): readonly string[] {
  return importsOf(file.text).flatMap(({ specifier }) => targetOf(file, specifier) ?? [])
}

/** Workers, child processes and acquirers of tests are named by a path. The gateway itself starts no file by its name. */
function startedBy({ path, text }: SourceFile, files: readonly SourceFile[]): readonly string[] {
  if (path.startsWith('src/')) return []
  const named = [...withoutComments(text).matchAll(/'(?:\.{1,2}\/)*([\w./-]+\.tsx?)'/g)].map(
    ([, name]) => `/${name}`,
  )
  return files
    .map((file) => file.path)
    .filter((other) => !other.startsWith('src/') && named.some((name) => `/${other}`.endsWith(name)))
}

const isVerifying = (path: string): boolean => /^(test|verification)\//.test(path)

/**
 * An export is in use if another file imports it, or if the file is started or loaded by its path. One of the gateway that only tests import must at least be used in
 * its own file: otherwise nothing but a test needs it.
 */
export function unusedExports(files: readonly SourceFile[]): readonly string[] {
  const users = usersOf(files)
  const started = new Set(files.flatMap((file) => startedBy(file, files)))
  return files
    .filter(({ path }) => !isPublic(path) && !started.has(path))
    .flatMap((file) =>
      exportsOf(file.text).flatMap((name) => {
        const importers = [
          ...(users.get(`${file.path} ${name}`) ?? []),
          ...(users.get(`${file.path} *`) ?? []),
        ]
        if (importers.length === 0) return `${file.path}: ${name} is exported, and no other file imports it`
        const isTestedOnly =
          file.path.startsWith('src/') && importers.every(isVerifying) && !isUsedIn(file, name)
        return isTestedOnly ? `${file.path}: only tests use ${name}` : []
      }),
    )
}

/** What integrators import. */
function isPublic(path: string): boolean {
  return /^(client\/src\/(flowlix|api-types)|acquirer-contract\/src\/(acquirer-contract|subject))\.ts$/.test(
    path,
  )
}

function usersOf(files: readonly SourceFile[]): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>()
  for (const file of files) {
    for (const { specifier, names } of importsOf(file.text)) {
      const target = targetOf(file, specifier)
      for (const name of target === null ? [] : names) {
        const key = `${target} ${name}`
        users.set(key, [...(users.get(key) ?? []), file.path])
      }
    }
  }
  return users
}

function isUsedIn({ text }: SourceFile, name: string): boolean {
  return (codeOf(text).match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length > 1
}
