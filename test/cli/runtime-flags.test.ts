/**
 * The gateway under the flags of production: without an inspector, without `__proto__`, and without code made from
 * strings, which schema validators like to use where they may.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runtimeFlags } from '../../bin/runtime.js'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { freePort } from '../../verification/gateway-process.ts'

const bundle = fileURLToPath(new URL('../../dist/flowlix.js', import.meta.url))
const headers = { authorization: `Bearer ${documentedTestKey}`, 'content-type': 'application/json' }
const session = { amount: 2500, currency: 'eur', redirect_url: 'https://shop.example.com/done' }

let folder: string
let child: ChildProcess
let url: string
let errors = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flowlix-flags-'))
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  child = spawn(process.execPath, [...runtimeFlags(), bundle, 'dev'], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  while ((await fetch(`${url}/readyz`).catch(() => null))?.ok !== true) await sleep(20)
})
afterAll(async () => {
  child.kill('SIGKILL')
  await once(child, 'close')
  rmSync(folder, { recursive: true, force: true })
})

const post = (path: string, body: string): Promise<Response> =>
  fetch(url + path, { method: 'POST', headers, body })

/** Nobody but the kernel knows what a process listens on. */
function listeningPorts(): number {
  const inodes = readFileSync('/proc/net/tcp', 'utf8') + readFileSync('/proc/net/tcp6', 'utf8')
  const listening = inodes
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((row) => row[3] === '0A')
  const own = new Set(socketsOf(child.pid ?? 0))
  return listening.filter((row) => own.has(row[9] ?? '')).length
}

function socketsOf(pid: number): readonly string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    const target = linkOf(`/proc/${pid}/fd/${fd}`)
    return /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []
  })
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

it('takes payments, and shows its pages', async () => {
  const created = await post('/v1/payments/hpp', JSON.stringify({ ...session, metadata: { order: '1' } }))
  const { id } = (await created.json()) as { id: string }
  expect(created.status).toBe(201)
  for (const path of [`/hpp/${id}`, '/docs', '/openapi.json', '/privacy'])
    expect((await fetch(url + path)).status).toBe(200)
  expect((await post(`/sandbox/v1/payments/${id}/pay`, `{"test_card":"visa"}`)).status).toBe(200)
})

it('rejects what it rejects elsewhere', async () => {
  for (const body of ['{"amount":1,"currency":"eur","metadata":{"__proto__":"x"}}', '{', '{"amount":"1"}'])
    expect((await post('/v1/payments/hpp', body)).status).toBe(400)
})

it.skipIf(process.platform !== 'linux')('does not listen for a debugger, even after SIGUSR1', async () => {
  expect(listeningPorts()).toBe(1)
  child.kill('SIGUSR1')
  // An answer comes after whatever a signal did.
  for (let i = 0; i < 20; i++) {
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect(listeningPorts()).toBe(1)
  }
  expect(errors).not.toContain('Debugger')
})
