/** The npm package of the gateway: only what runs, and it runs from where it is unpacked. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { packNpm } from '../../build/package/npm-packages.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'flowlix-npm-'))
const unpacked = join(folder, 'node_modules/flowlix')

beforeAll(() => {
  const tarball = join(folder, packNpm(root, folder))
  mkdirSync(unpacked, { recursive: true })
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', unpacked])
  // What npm would install beside it.
  const runtime = `node-${process.platform}-${process.arch}`
  symlinkSync(join(root, 'node_modules', runtime), join(folder, 'node_modules', runtime))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('contains only the command, the bundle, and the inventory of its scripts', () => {
  const files = readdirSync(unpacked, { recursive: true, encoding: 'utf8' })
  expect(files.sort()).toEqual([
    'LICENSE',
    'README.md',
    'bin',
    'bin/flowlix.js',
    'bin/runtime-flags.json',
    'bin/runtime.js',
    'dist',
    'dist/flowlix.js',
    'dist/scripts.json',
    'package.json',
  ])
})

it('runs from where it is unpacked', () => {
  const command = [join(unpacked, 'bin/flowlix.js'), '--help']
  expect(execFileSync(process.execPath, command, { cwd: folder, encoding: 'utf8' })).toContain('flowlix')
})
