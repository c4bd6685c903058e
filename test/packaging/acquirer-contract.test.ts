/** The acquirer contract as it is published: the example installs the packed tarball, compiles, and passes. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildAcquirerContract } from '../../build/acquirer-contract.ts'
import { packNpm } from '../../build/package/npm-packages.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'flowlix-acquirer-'))
const installed = join(folder, 'node_modules/flowlix-acquirer-contract')

beforeAll(async () => {
  await buildAcquirerContract(root)
  cpSync(join(root, 'examples/acquirer'), folder, { recursive: true })
  mkdirSync(installed, { recursive: true })
  const tarball = join(folder, packNpm(join(root, 'acquirer-contract'), folder))
  run('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed])
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(command: string, args: readonly string[]): string {
  // Inside a test runner, Node's own one would report to it.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  return execFileSync(command, args, { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' })
}

it('works outside this repository', () => {
  const output = run(process.execPath, ['--test', '--test-reporter=tap', 'run-contract.ts'])
  expect(output).toMatch(/# pass [45]\d\n/)
  expect(output).toMatch(/# fail 0\n/)
})

it('has no dependencies', () => {
  const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
  expect(dependencies).toBeUndefined()
  const code = readFileSync(join(installed, 'dist/acquirer-contract.js'), 'utf8')
  expect(new Set(code.match(/from "[^"]+"/g))).toEqual(new Set(['from "node:assert/strict"']))
})

it('compiles strictly, and finds a mistake in an adapter', () => {
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const settings = [
    '--ignoreConfig',
    '--noEmit',
    '--strict',
    '--exactOptionalPropertyTypes',
    '--target',
    'es2024',
  ]
  const types = [
    '--module',
    'nodenext',
    '--allowImportingTsExtensions',
    '--typeRoots',
    join(root, 'node_modules/@types'),
  ]
  const compile = (file: string) =>
    run(process.execPath, [compiler, ...settings, ...types, '--types', 'node', file])
  compile('run-contract.ts')
  const wrong = `import type { Acquirer } from 'flowlix-acquirer-contract'
    export const reverse: Acquirer['reverse'] = async () => ({ kind: 'gone' })`
  writeFileSync(join(folder, 'wrong.ts'), wrong)
  expect(() => compile('wrong.ts')).toThrow()
})
