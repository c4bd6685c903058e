/** What a file imports and exports, read from its text: the compiler has no interface for asking. */
import { posix } from 'node:path'
import { type SourceFile, withoutComments } from './source-files.ts'

/** `names` are those of the exporting file; `*` stands for all of them. */
export type Import = Readonly<{ specifier: string; names: readonly string[] }>

const statement = /(?:^|[\s;}])(?:import|export)\b([^'"`;()]*?)from\s*['"]([^'"]+)['"]/g
const dynamic = /(?:const\s*(\{[^}]*\})\s*=\s*await\s+)?\bimport\s*\(\s*['"]([^'"]+)['"]\s*\)(?:\)\.(\w+))?/g
const sideEffect = /(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g

export function importsOf(text: string): readonly Import[] {
  const code = withoutComments(text)
  return [
    ...[...code.matchAll(statement)].map(([, clause = '', specifier = '']) => ({
      specifier,
      names: namesIn(clause, code),
    })),
    ...[...code.matchAll(dynamic)].map(([, braces, specifier = '', member]) => ({
      specifier,
      names: member === undefined ? (braces === undefined ? ['*'] : namesIn(braces, code)) : [member],
    })),
    ...[...code.matchAll(sideEffect)].map(([, specifier = '']) => ({ specifier, names: [] })),
  ]
}

/** `clause` is what stands between `import` and `from`. */
function namesIn(clause: string, code: string): readonly string[] {
  const namespace = /\*\s*as\s+(\w+)/.exec(clause)?.[1]
  if (namespace !== undefined) return membersOf(namespace, code)
  if (clause.includes('*')) return ['*']
  const [before = '', braces = ''] = clause.split(/[{}]/)
  const named = braces.split(',').flatMap((part) => /^\s*(?:type\s+)?(\w+)/.exec(part)?.[1] ?? [])
  return /^\s*(?:type\s+)?\w+\s*,?\s*$/.test(before) && !/^\s*type\s*$/.test(before)
    ? ['default', ...named]
    : named
}

/** The members of a namespace that the file names, or all where it passes the namespace on. */
function membersOf(namespace: string, code: string): readonly string[] {
  const uses = [...code.matchAll(new RegExp(`(?<![\\w./])${namespace}\\b(?!\\s*from)(?:\\.(\\w+))?`, 'g'))]
  const members = uses.map(([, member]) => member)
  return members.includes(undefined) ? ['*'] : members.flatMap((member) => member ?? [])
}

const declaration =
  /^export\s+(?:declare\s+)?(?:async\s+)?(?:abstract\s+)?(?:function\*?|const|let|class|type|interface|enum)\s+(\w+)/gm

/** The names that a file exports and declares itself. */
export function exportsOf(text: string): readonly string[] {
  const code = withoutComments(text)
  const destructured = [...code.matchAll(/^export\s+const\s+\{([^}]*)\}/gm)].flatMap(([, names = '']) =>
    names.split(',').flatMap((part) => /(\w+)\s*$/.exec(part.trim())?.[1] ?? []),
  )
  return [...[...code.matchAll(declaration)].flatMap(([, name]) => name ?? []), ...destructured]
}

/** The path of an imported file, or null for a package. */
export function targetOf(file: SourceFile, specifier: string): string | null {
  return specifier.startsWith('.') ? posix.join(posix.dirname(file.path), specifier) : null
}
