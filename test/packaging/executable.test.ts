/** The single executable file: it runs alone in a folder, survives being killed, and takes the operator's modules. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildExecutable } from '../../build/package/executable.ts'
import { freePort } from '../../verification/gateway-process.ts'

const bundle = fileURLToPath(new URL('../../dist/flowlix.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'flowlix-executable-test-'))
const key = 'fl_test_sk_abc123def456'
const started: ChildProcess[] = []
let executable: string

beforeAll(async () => {
  executable = join(folder, await buildExecutable(bundle, folder))
})

afterAll(() => {
  for (const child of started) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

async function start(args: readonly string[], settings: Readonly<Record<string, string>> = {}) {
  const port = await freePort()
  const child = spawn(executable, args, {
    cwd: folder,
    env: { PATH: '', PORT: String(port), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(String(chunk)))
  const url = `http://127.0.0.1:${port}`
  for (;;) {
    const response = await fetch(`${url}/readyz`).catch(() => null)
    if (response?.ok === true) return { child, url, output: () => output.join('') }
    if (child.exitCode !== null) throw new Error(output.join(''))
    await sleep(50)
  }
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  child.kill(signal)
  await once(child, 'exit')
  return child.exitCode
}

async function createSession(url: string): Promise<string> {
  const response = await fetch(`${url}/v1/payments/hpp`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ amount: 2500, currency: 'eur', redirect_url: 'http://localhost:3000/complete' }),
  })
  expect(response.status).toBe(201)
  return ((await response.json()) as { id: string }).id
}

const production = {
  DATABASE_URL: 'sqlite:./data/live.db',
  API_URL: 'https://api.example.com',
  PAY_URL: 'https://pay.example.com',
}

function initialize(): void {
  const env = { PATH: '', DATABASE_URL: production.DATABASE_URL }
  expect(spawnSync(executable, ['init'], { cwd: folder, env }).status).toBe(0)
}

describe('the executable', () => {
  it('keeps what it acknowledged when it is killed, shows the page, and stops cleanly on SIGTERM', async () => {
    const first = await start(['dev'])
    const id = await createSession(first.url)
    await kill(first.child, 'SIGKILL')
    const second = await start(['dev'])
    const payment = await fetch(`${second.url}/v1/payments/${id}`, {
      headers: { authorization: `Bearer ${key}` },
    })
    expect(payment.status).toBe(200)
    const page = await (await fetch(`${second.url}/hpp/${id}`)).text()
    expect(page).toContain('</form>')
    expect(await kill(second.child, 'SIGTERM')).toBe(0)
  })

  it("loads the operator's live acquirer from a file", async () => {
    const methods = ['authorize', 'inquire', 'reverse', 'refund', 'inquireRefund']
    writeFileSync(
      join(folder, 'acquirer.mjs'),
      `const unknown = async () => ({ kind: 'unknown', cause: 'a test' })
      const methods = Object.fromEntries(${JSON.stringify(methods)}.map((name) => [name, unknown]))
      const capabilities = { lookup: 'by_reference', attemptReversalIsTombstone: true, refundReversalIsTombstone: true, refundIsRepeatableForMs: null, quietMs: 0 }
      export const createAcquirer = () => ({ name: 'test', capabilities, ...methods })`,
    )
    initialize()
    const { child } = await start(['serve'], { ...production, LIVE_ACQUIRER: './acquirer.mjs' })
    expect(await kill(child, 'SIGTERM')).toBe(0)
  })

  it('finds the library of an acquirer beside it, and says how to install it where it is missing', async () => {
    initialize()
    const settings = {
      ...production,
      LIVE_ACQUIRER: 'stripe',
      STRIPE_SECRET_KEY: `sk_live_${'0'.repeat(24)}`,
      // Nothing may leave this machine.
      ACQUIRER_PROXY: `http://127.0.0.1:${await freePort()}`,
    }
    const refused = spawnSync(executable, ['serve'], { cwd: folder, env: { PATH: '', ...settings } })
    expect(String(refused.stderr)).toMatch(
      /LIVE_ACQUIRER needs the package stripe: run "npm install stripe@[\d.]+"/,
    )
    expect(refused.status).toBe(2)
    mkdirSync(join(folder, 'node_modules'))
    symlinkSync(
      dirname(dirname(fileURLToPath(import.meta.resolve('stripe')))),
      join(folder, 'node_modules/stripe'),
    )
    const { child, output } = await start(['serve'], settings)
    expect(output()).toMatch(/"acquirer":"stripe".*the acquirer's credentials could not be checked/)
    expect(await kill(child, 'SIGTERM')).toBe(0)
  })
})
