/** The modules keep their borders, nothing is left over, and files have a size, a name, and an opening sentence. */
import { basename, dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { circles } from './architecture/circles.ts'
import { coreTrespasses, unusedCoreEntries } from './architecture/core-folders.ts'
import { importsOf } from './architecture/imports.ts'
import { moduleOf, table, trespasses, unusedPermissions } from './architecture/modules.ts'
import { codeOf, readSourceFiles, type SourceFile, withoutTemplates } from './architecture/source-files.ts'
import { deadFiles, unusedExports } from './architecture/unused.ts'

const linesMax = 300
const forbiddenNames = /^(utils?|helpers?|common|shared|services?|types|misc|index)$/
const british = /cancelled|cancelling|authoris|colour|recognis|serialis|normalis/i
/** Time, chance, machine, and network come in as arguments. `Date.UTC` only calculates. */
const impure =
  /\b(async|await|Promise|Date(?!\.UTC\b)|process|performance|setTimeout|setInterval|setImmediate|queueMicrotask|fetch|crypto|globalThis|require|Buffer)\b|Math\.random/

const files = readSourceFiles()
const sources = files.filter(({ path }) => path.startsWith('src/'))

function offenders(
  of: readonly SourceFile[],
  find: (file: SourceFile) => readonly string[],
): readonly string[] {
  return of.flatMap((file) => find(file).map((found) => `${file.path}: ${found}`))
}

describe('modules', () => {
  it('import only what the table allows', () => {
    expect(files.flatMap(trespasses)).toStrictEqual([])
  })

  it.each([
    ['src/core/a.ts', '../platform/ids.ts', 'core -> src/platform/ids.ts'],
    ['src/api/a.ts', '../storage/open.ts', 'api -> src/storage/open.ts'],
    ['src/api/a.ts', '../platform/log.ts', 'api -> src/platform/log.ts'],
    ['src/core/a.ts', 'node:fs', 'core -> package node:fs'],
    ['src/new/a.ts', './b.ts', 'the module new is not in the table'],
    ['client/src/a.ts', 'zod', 'client -> package zod'],
    ['client/src/a.ts', '../../src/ports/storage.ts', 'client -> src/ports/storage.ts'],
    ['verification/a/b.ts', '../../test/support/payments.ts', 'verification -> test/support/payments.ts'],
    ['scripts/a.ts', '../test/support/payments.ts', 'scripts -> test/support/payments.ts'],
    ['verification/a.ts', '../scripts/openapi/document.ts', 'verification -> scripts/openapi/document.ts'],
    ['test/a.test.ts', '../scripts/build.ts', 'scripts/build.ts is an entry point'],
    ['src/cli/a.ts', '../main.ts', 'src/main.ts is an entry point'],
    ['src/app/app.ts', '../client/src/a.ts', null],
    ['src/api/a.ts', '../platform/hmac.ts', null],
    ['src/storage/a.ts', 'node:fs', null],
  ])('%s that imports %s is judged', (path, imported, trespass) => {
    const found = trespasses({ path, text: `import { a } from '${imported}'` })
    expect(found).toStrictEqual(trespass === null ? [] : [`${path}: ${trespass}`])
  })

  it('need every permission that the table grants', () => {
    expect(unusedPermissions(files)).toStrictEqual([])
  })

  it('with a permission that no import needs are found', () => {
    const generous = { core: { modules: ['ports', 'platform/ids'], packages: ['zod', 'node:*'] } }
    const file = { path: 'src/core/a.ts', text: `import '../ports/system.ts'\nimport 'node:fs'` }
    expect(unusedPermissions([file], generous)).toStrictEqual(['core -> platform/ids', 'core -> zod'])
  })

  it('exist if the table names them', () => {
    const existing = new Set(files.map(({ path }) => moduleOf(path)))
    expect(Object.keys(table).filter((name) => !existing.has(name))).toStrictEqual([])
  })

  it('called core have folders that import only what their own table allows', () => {
    expect(sources.flatMap(coreTrespasses)).toStrictEqual([])
    expect(unusedCoreEntries(sources)).toStrictEqual([])
  })

  it.each([
    ['src/core/card/a.ts', '../attempt/attempt.ts', 'core/card -> core/attempt'],
    ['src/core/payment/a.ts', '../explain/explain-event.ts', 'core/payment -> core/explain'],
    ['src/core/attempt/a.ts', '../reconciliation/statement.ts', 'core/attempt -> core/reconciliation'],
    ['src/core/new/a.ts', '../money.ts', 'core/new -> core/money'],
    ['src/core/card/a.ts', '../decline.ts', null],
    ['src/core/refund/a.ts', '../payment/payment.ts', null],
  ])('called core has a file %s that imports %s, which is judged', (path, imported, trespass) => {
    const found = coreTrespasses({ path, text: `import { a } from '${imported}'` })
    expect(found).toStrictEqual(trespass === null ? [] : [`${path}: ${trespass}`])
  })

  it('have no files that import each other in a circle', () => {
    expect(circles(sources)).toStrictEqual([])
  })

  it('with a circle are found, however long it is', () => {
    const file = (path: string, imported: string): SourceFile => ({
      path: `src/${path}.ts`,
      text: `import type { A } from './${imported}.ts'`,
    })
    const long = [file('a', 'b'), file('b', 'c'), file('c', 'b'), file('d', 'a')]
    expect(circles(long)).toStrictEqual([['src/b.ts', 'src/c.ts']])
    expect(circles([file('a', 'b'), file('b', 'c')])).toStrictEqual([])
  })

  it('are read completely: an import of every kind is seen', () => {
    const text = `import a from './a.ts'\nimport type { B, C as D } from 'b'\nexport * from "../c.ts"\nimport 'd'
      import {\n  e,\n  type f,\n} from './e.ts'\nconst { g } = await import('node:fs')\n// import h from 'h'
      import * as i from './i.ts'\ni.one(); i.two\nconst j = (await import('./j.ts')).three`
    expect(
      Object.fromEntries(importsOf(text).map(({ specifier, names }) => [specifier, names])),
    ).toStrictEqual({
      './a.ts': ['default'],
      b: ['B', 'C'],
      '../c.ts': ['*'],
      d: [],
      './e.ts': ['e', 'f'],
      './i.ts': ['one', 'two'],
      'node:fs': ['g'],
      './j.ts': ['three'],
    })
  })

  it('called core know no time, no chance, no machine and no waiting', () => {
    const core = sources.filter(({ path }) => moduleOf(path) === 'core')
    expect(core.length).toBeGreaterThan(20)
    expect(offenders(core, ({ text }) => codeOf(text).match(impure) ?? [])).toStrictEqual([])
  })

  it('called core would be caught at it', () => {
    const wrong = ['await x', 'new Date()', 'Date.now()', 'Math.random()', 'process.env', 'fetch(url)']
    expect(wrong.filter((text) => !impure.test(codeOf(text)))).toStrictEqual([])
    const right = ['// await it', '/** A Date. */', "'process_error'", 'expiryDate', 'Date.UTC(2026, 0)']
    expect(right.filter((text) => impure.test(codeOf(text)))).toStrictEqual([])
  })

  it('other than acquirers never reveal a secret', () => {
    const mayReveal = (path: string) =>
      moduleOf(path) === 'acquirers' || path === 'src/core/card/secret-card.ts'
    const others = sources.filter(({ path }) => !mayReveal(path))
    expect(offenders(others, ({ text }) => codeOf(text).match(/\breveal\b/) ?? [])).toStrictEqual([])
  })

  it('other than the command line never print', () => {
    const others = sources.filter(({ path }) => moduleOf(path) !== 'cli')
    expect(
      offenders(others, ({ text }) => withoutTemplates(codeOf(text)).match(/\bconsole\b/) ?? []),
    ).toStrictEqual([])
  })
})

describe('nothing is left over', () => {
  it('every file is reached from an entry point', () => {
    expect(deadFiles(files)).toStrictEqual([])
  })

  it('a file that no entry point reaches is found, even if other dead files import it', () => {
    const dead = [
      { path: 'src/core/dead.ts', text: `import './deader.ts'` },
      { path: 'src/core/deader.ts', text: `import './dead.ts'` },
    ]
    const main = { path: 'src/main.ts', text: `const worker = './core/dead.ts'` }
    const child = { path: 'test/child.ts', text: '' }
    const test = { path: 'test/a.test.ts', text: `new URL('./child.ts', import.meta.url)` }
    expect(deadFiles([...dead, main, child, test])).toStrictEqual(['src/core/dead.ts', 'src/core/deader.ts'])
  })

  it('every export is used by another file, and not only by tests', () => {
    expect(unusedExports(files)).toStrictEqual([])
  })

  it('an export that no other file uses is found, and one that only tests use', () => {
    const text =
      'export const a = 1\nexport function b() {}\nexport type C = 1\nexport async function d() {}\nd()'
    const main = { path: 'src/main.ts', text: `import { a } from './core/x.ts'` }
    const test = { path: 'test/a.test.ts', text: `import { b, d } from '../src/core/x.ts'` }
    expect(unusedExports([{ path: 'src/core/x.ts', text }, main, test])).toStrictEqual([
      'src/core/x.ts: only tests use b',
      'src/core/x.ts: C is exported, and no other file imports it',
    ])
  })
})

describe('files', () => {
  it(`have at most ${linesMax} lines`, () => {
    const long = files.map(({ path, text }) => [path, text.trimEnd().split('\n').length] as const)
    expect(long.filter(([path, lines]) => lines > linesMax && !isMade(path))).toStrictEqual([])
  })

  it('have names in kebab-case', () => {
    const kebab = /^(\d{4}_)?[a-z0-9]+(-[a-z0-9]+)*(\.(test|stories|d))?\.tsx?$/
    const folder = /^[a-z0-9]+(-[a-z0-9]+)*$/
    const isKebab = (path: string) =>
      kebab.test(basename(path)) &&
      dirname(path)
        .split('/')
        .every((name) => folder.test(name))
    expect(files.map(({ path }) => path).filter((path) => !isKebab(path))).toStrictEqual([])
  })

  it('other than tests set no hooks when they are imported: only the first test file would have them', () => {
    const hooks = /^(?:before|after)(?:Each|All)\(/gm
    const others = files.filter(({ path }) => !path.includes('.test.'))
    expect(offenders(others, ({ text }) => text.match(hooks) ?? [])).toStrictEqual([])
  })

  it('and folders are called by what is in them', () => {
    const parts = (path: string) => path.replace(/(\.test)?\.tsx?$/, '').split('/')
    const paths = files.map(({ path }) => path)
    expect(paths.filter((path) => parts(path).some((name) => forbiddenNames.test(name)))).toStrictEqual([])
  })

  it('open with a comment that says what they are for', () => {
    const opening = /^(#!.*\n)?(\/\*\* ?@jsxImportSource.*\n)?(\/\*\*?[\s\S]|\/\/ )/
    expect(files.filter(({ text }) => !opening.test(text)).map(({ path }) => path)).toStrictEqual([])
  })

  it('are written in American English', () => {
    const written = readSourceFiles('src', 'ts,tsx,css,sql')
    expect(offenders(written, ({ text }) => text.match(british) ?? [])).toStrictEqual([])
  })
})

/** A script writes it. */
function isMade(path: string): boolean {
  return path === 'client/src/api-types.ts'
}
