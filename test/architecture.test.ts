/** The rooms of the house keep their borders: which may import which, how long files are, how things are called. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

type Room = Readonly<{ rooms: readonly string[]; packages: readonly string[] }>
const anything: Room = { rooms: ['*'], packages: ['*'] }

/** A room may import itself, these rooms, and these packages; `platform/ids` is that one file. */
const table: Readonly<Record<string, Room>> = {
  core: { rooms: [], packages: [] },
  ports: { rooms: ['core'], packages: [] },
  operations: { rooms: ['core', 'ports'], packages: [] },
  storage: { rooms: ['core', 'ports', 'platform'], packages: ['node:*'] },
  acquirers: { rooms: ['core', 'ports', 'platform'], packages: ['node:*', 'hono'] },
  'card-brands': { rooms: ['core'], packages: ['credit-card-type'] },
  api: {
    rooms: [
      'core',
      'ports',
      'operations',
      'card-brands',
      'throttles',
      'platform/ids',
      'platform/hmac',
      'request-context',
      'security-event',
    ],
    packages: ['hono', 'zod', 'node:crypto', 'node:zlib'],
  },
  'payment-page': {
    rooms: [
      'core',
      'ports',
      'operations',
      'card-brands',
      'throttles',
      'platform/ids',
      'platform/hmac',
      'request-context',
      'security-event',
    ],
    packages: ['hono', 'zod', 'node:crypto', 'node:util', 'node:zlib'],
  },
  // A customer without a browser, for tests of shops: it uses the page by its addresses.
  'sandbox-control': {
    rooms: ['core', 'operations', 'api', 'payment-page/return-url'],
    packages: ['zod'],
  },
  // Limits on strangers; a card is known by a keyed hash only.
  throttles: { rooms: ['core'], packages: ['node:crypto'] },
  worker: { rooms: ['core', 'ports', 'operations'], packages: [] },
  platform: { rooms: [], packages: ['node:*'] },
  // Pages made from what the API already knows of itself.
  'api-docs': {
    rooms: ['core', 'api', 'openapi.json'],
    packages: ['hono', 'zod', 'node:crypto', 'node:util', 'node:zlib'],
  },
  config: {
    rooms: ['ports', 'core', 'platform', 'acquirers/sandbox/faults'],
    packages: ['node:fs', 'node:path'],
  },
  'request-context': { rooms: [], packages: [] },
  'security-event': { rooms: ['ports', 'request-context'], packages: [] },
  http: { rooms: ['ports', 'platform', 'api', 'request-context'], packages: ['node:*', '@hono/node-server'] },
  app: anything,
  cli: anything,
  main: anything,
}

const linesMax = 300
const forbiddenNames = /^(utils?|helpers?|common|shared|services?|types|misc|index)$/
const british = /cancelled|cancelling|authoris|colour|recognis|serialis|normalis/i
/** Time, chance, machine and network come in as arguments. */
const impure =
  /\b(async|await|Promise|Date|process|performance|setTimeout|setInterval|setImmediate|queueMicrotask|fetch|crypto|globalThis|require|Buffer)\b|Math\.random/
/** What is made by the build is not written by anybody. */
const generated = /\.generated\.ts$/

type File = Readonly<{ path: string; text: string }>

function filesUnder(folder: string, names = /\.tsx?$/): readonly File[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && names.test(entry.name) && !generated.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('node_modules'))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
}

const root = join(import.meta.dirname, '..')
const relativeTo = (file: File): File => ({ ...file, path: file.path.slice(root.length + 1) })
const sources = filesUnder(join(root, 'src')).map(relativeTo)
const tests = filesUnder(join(root, 'test')).map(relativeTo)

/** Without comments, and with the content of plain texts emptied: what is left is code. */
function codeOf(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '$1')
    .replace(/'(?:[^'\\\n]|\\.)*'/g, "''")
}

/** The documentation's examples are texts, too. */
function withoutTemplates(code: string): string {
  return code.replace(/`(?:[^`\\]|\\.)*`/g, '``')
}

function importsOf(text: string): readonly string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  const statements = /(?:^|[\s;}])(?:import|export)\b[^'"`;()]*?from\s*['"]([^'"]+)['"]/g
  const others = /\bimport\s*\(\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g
  return [...code.matchAll(statements), ...code.matchAll(others)].map((match) => match[1] ?? match[2] ?? '')
}

/** The folder below src, or the name of a file that stands beside the folders. */
function roomOf(path: string): string {
  const [, first = ''] = path.split('/')
  return first.replace(/\.tsx?$/, '')
}

/** Why a file may not import something, or null where it may. */
function trespass(file: string, imported: string): string | null {
  const from = roomOf(file)
  const rules = table[from]
  if (rules === undefined) return `${file}: the room ${from} is not in the table`
  const mayPass = (allowed: readonly string[], names: readonly string[]) =>
    allowed.includes('*') || names.some((name) => allowed.includes(name))
  if (!imported.startsWith('.')) {
    const [scope = '', name] = imported.split('/')
    const packageName = scope.startsWith('@') ? `${scope}/${name}` : scope
    const names = [imported, packageName, ...(imported.startsWith('node:') ? ['node:*'] : [])]
    return mayPass(rules.packages, names) ? null : `${file}: ${from} -> package ${imported}`
  }
  const target = join(dirname(file), imported)
  if (!target.startsWith('src/') && !mayPass(rules.rooms, [target]))
    return `${file}: ${from} -> ${target}, outside src`
  const to = roomOf(target)
  const exact = target.slice('src/'.length).replace(/\.tsx?$/, '')
  return to === from || mayPass(rules.rooms, [to, exact, target])
    ? null
    : `${file}: ${from} -> ${to} (${imported})`
}

function offenders(files: readonly File[], find: (file: File) => readonly string[]): readonly string[] {
  return files.flatMap((file) => find(file).map((found) => `${file.path}: ${found}`))
}

describe('the rooms', () => {
  it('import what the table allows and nothing else', () => {
    const trespasses = sources.flatMap(({ path, text }) =>
      importsOf(text).flatMap((imported) => trespass(path, imported) ?? []),
    )
    expect(trespasses).toStrictEqual([])
  })

  it('are found: an import of every kind is seen, and one through a wall is named', () => {
    const text = `import a from './a.ts'\nimport type { B } from 'b'\nexport * from "../c.ts"\nimport 'd'
      import {\n  e,\n  f,\n} from './e.ts'\nconst g = await import('node:fs')\n// import h from 'h'`
    expect([...importsOf(text)].sort()).toStrictEqual(['../c.ts', './a.ts', './e.ts', 'b', 'd', 'node:fs'])
    expect(trespass('src/core/a.ts', '../platform/ids.ts')).toContain('core -> platform')
    expect(trespass('src/api/a.ts', '../storage/open.ts')).toContain('api -> storage')
    expect(trespass('src/api/a.ts', '../platform/log.ts')).toContain('api -> platform')
    expect(trespass('src/core/a.ts', 'node:fs')).toContain('core -> package node:fs')
    expect(trespass('src/new/a.ts', './b.ts')).toContain('not in the table')
    expect(trespass('src/api/a.ts', '../platform/ids.ts')).toBeNull()
  })

  it('called core knows no time, no chance, no machine and no waiting', () => {
    const core = sources.filter(({ path }) => roomOf(path) === 'core')
    expect(core.length).toBeGreaterThan(20)
    expect(offenders(core, ({ text }) => codeOf(text).match(impure) ?? [])).toStrictEqual([])
  })

  it('called core would be caught at it', () => {
    const wrong = ['await x', 'new Date()', 'Math.random()', 'process.env', 'fetch(url)', 'crypto.subtle']
    expect(wrong.filter((text) => !impure.test(codeOf(text)))).toStrictEqual([])
    const right = ['// await it', '/** A Date. */', "'process_error'", 'expiryDate', 'processing']
    expect(right.filter((text) => impure.test(codeOf(text)))).toStrictEqual([])
  })

  it('only have acquirers reveal a secret', () => {
    const mayReveal = (path: string) =>
      roomOf(path) === 'acquirers' || path === 'src/core/card/secret-card.ts'
    const others = sources.filter(({ path }) => !mayReveal(path))
    expect(offenders(others, ({ text }) => codeOf(text).match(/\breveal\b/) ?? [])).toStrictEqual([])
  })

  it('only have the command line print', () => {
    const others = sources.filter(({ path }) => roomOf(path) !== 'cli')
    expect(
      offenders(others, ({ text }) => withoutTemplates(codeOf(text)).match(/\bconsole\b/) ?? []),
    ).toStrictEqual([])
  })
})

describe('the files', () => {
  it(`have at most ${linesMax} lines`, () => {
    const long = [...sources, ...tests].map(
      ({ path, text }) => [path, text.trimEnd().split('\n').length] as const,
    )
    expect(long.filter(([, lines]) => lines > linesMax)).toStrictEqual([])
  })

  it('have names in kebab-case', () => {
    const kebab = /^(\d{4}_)?[a-z0-9]+(-[a-z0-9]+)*(\.(test|stories|d))?\.tsx?$/
    const folder = /^[a-z0-9]+(-[a-z0-9]+)*$/
    const wrong = [...sources, ...tests].filter(
      ({ path }) =>
        !kebab.test(basename(path)) ||
        !dirname(path)
          .split('/')
          .every((name) => folder.test(name)),
    )
    expect(wrong.map(({ path }) => path)).toStrictEqual([])
  })

  it('and folders are called by what is in them', () => {
    const parts = (path: string) => path.replace(/(\.test)?\.tsx?$/, '').split('/')
    const wrong = [...sources, ...tests].filter(({ path }) =>
      parts(path).some((name) => forbiddenNames.test(name)),
    )
    expect(wrong.map(({ path }) => path)).toStrictEqual([])
  })

  it('open with a comment that says what they are for', () => {
    const opening = /^(#!.*\n)?(\/\*\* ?@jsxImportSource.*\n)?(\/\*\*?[\s\S]|\/\/ )/
    const silent = [...sources, ...tests].filter(({ text }) => !opening.test(text))
    expect(silent.map(({ path }) => path)).toStrictEqual([])
  })

  it('are written in American English', () => {
    const written = filesUnder(join(root, 'src'), /\.(tsx?|css|sql)$/).map(relativeTo)
    expect(offenders(written, ({ text }) => text.match(british) ?? [])).toStrictEqual([])
  })
})
