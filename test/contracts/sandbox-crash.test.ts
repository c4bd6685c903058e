/** A bank whose process is killed in the middle of its work still knows everything that it has answered. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readStatement } from './read-statement.ts'

const answersBeforeKill = 40
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowlix-sandbox-crash-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('keeps every answer that was given before a kill -9, while others read along', async () => {
  const program = await bundleChild()
  const book = join(folder, 'bank.db')
  const answered: string[] = []
  for (let round = 1; round <= 2; round++) {
    // The second process counts its references from the start again, so it also meets the book of the first.
    const lines = await runUntilKilled(program, book)
    expect(lines.length).toBeGreaterThanOrEqual(answersBeforeKill)
    answered.push(...lines)
  }
  const { transactions, incidents } = readStatement(book, Date.now())
  const known = new Set(transactions.map((one) => `${one.reference} ${one.state}`))
  expect(answered.filter((line) => !known.has(line))).toEqual([])
  expect(incidents).toEqual([])
})

async function bundleChild(): Promise<string> {
  const outfile = join(folder, 'child.mjs')
  await build({
    entryPoints: [join(import.meta.dirname, 'sandbox-child.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    logLevel: 'error',
  })
  return outfile
}

async function runUntilKilled(program: string, book: string): Promise<string[]> {
  const child = spawn(process.execPath, [program, book], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (lines.length !== answersBeforeKill) continue
    expect(readStatement(book, Date.now()).transactions.length).toBeGreaterThanOrEqual(answersBeforeKill)
    child.kill('SIGKILL')
  }
  return lines
}
