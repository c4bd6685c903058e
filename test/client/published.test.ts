/** The client as it is published: a project that installs it compiles strictly against its types, and runs. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildClient } from '../../build/client.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const project = mkdtempSync(join(tmpdir(), 'flowlix-project-'))

beforeAll(async () => {
  await buildClient(root)
  const [packed] = JSON.parse(run('npm', ['pack', join(root, 'client'), '--json', '--ignore-scripts'])) as [
    Packed,
  ]
  expect(packed.files.map(({ path }) => path)).not.toContainEqual(expect.stringMatching(/^(src|test)\//))
  const installed = join(project, 'node_modules/flowlix-client')
  mkdirSync(installed, { recursive: true })
  run('tar', ['-xzf', packed.filename, '--strip-components=1', '-C', installed])
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
})

type Packed = Readonly<{ filename: string; files: readonly Readonly<{ path: string }>[] }>

function run(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { cwd: project, encoding: 'utf8' })
}

afterAll(() => rmSync(project, { recursive: true }))

const use = `
import { Flowlix, FlowlixError, type Payment, type WebhookEvent } from 'flowlix-client'
const flowlix = new Flowlix({ apiKey: 'fl_test_sk_x', baseUrl: 'http://127.0.0.1:1', maxRetries: 0 })
const refunded = (event: WebhookEvent): string | null =>
  event.type === 'refund.succeeded' ? event.data.refund.payment_id : null
const read = async (id: string): Promise<Payment> => flowlix.payments.retrieve(id)
try {
  await read('pay_x')
} catch (error) {
  if (!(error instanceof FlowlixError)) throw error
  const code: 'parameter_invalid' | (string & {}) | null = error.code
  console.log(error.name, code, typeof refunded)
}
`

function compile(file: string, text: string): void {
  writeFileSync(join(project, file), text)
  const settings = ['--ignoreConfig', '--noEmit', '--strict', '--target', 'es2024', '--lib', 'es2024,dom']
  const args = [join(root, 'node_modules/typescript/bin/tsc'), ...settings, '--module', 'nodenext', file]
  execFileSync(process.execPath, args, { cwd: project, encoding: 'utf8', stdio: 'pipe' })
}

test('the published package compiles and runs', () => {
  compile('use.ts', use)
  const output = execFileSync(process.execPath, ['use.ts'], { cwd: project, encoding: 'utf8' })
  expect(output).toBe('FlowlixConnectionError null function\n')
})

test.each([
  ['a currency that does not exist', `{ amount: 1, currency: 'chf', redirect_url: 'https://a.example' }`],
  ['an amount in words', `{ amount: 'one', currency: 'eur', redirect_url: 'https://a.example' }`],
  ['a session without its way back', `{ amount: 1, currency: 'eur' }`],
])('%s does not compile', (_, session) => {
  const text = `${use}\nawait flowlix.payments.createSession(${session})\n`
  expect(() => compile('wrong.ts', text)).toThrow()
})
