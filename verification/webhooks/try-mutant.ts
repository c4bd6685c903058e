/** Runs the tests that must find a mutant, in a process of their own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SenderMutant } from './sender-mutants.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const runner = join(root, 'node_modules/vitest/vitest.mjs')

type Report = Readonly<{
  numTotalTests: number
  testResults: readonly Readonly<{
    assertionResults: readonly Readonly<{ status: string; fullName: string }>[]
  }>[]
}>

/** The names of the tests that fail with it. */
export async function testsThatFind({ name, edits, test }: SenderMutant): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-mutant-'))
  const report = join(folder, 'report.json')
  try {
    const output = ['--reporter=json', `--outputFile=${report}`]
    const parameters = [runner, 'run', '--config', 'vitest.mutant.config.ts', ...output, test]
    const env = { ...process.env, MUTANT: JSON.stringify(edits) }
    const child = spawn(process.execPath, parameters, { cwd: root, env, stdio: 'ignore' })
    await once(child, 'exit')
    const { numTotalTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
    if (numTotalTests === 0) throw new Error(`no test was run with the mutant "${name}"`)
    const results = testResults.flatMap(({ assertionResults }) => assertionResults)
    return results.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
