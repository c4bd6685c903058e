/**
 * A log that cannot be written delays nothing and ends nothing: payments go on, and the gateway stops when it is asked
 * to.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { freePort } from '../../verification/gateway-process.ts'
import { RawConnection } from '../api/raw-connection.ts'

const bundle = fileURLToPath(new URL('../../dist/flowlix.js', import.meta.url))
const headers = { authorization: `Bearer ${documentedTestKey}`, 'content-type': 'application/json' }
const session = '{"amount":2500,"currency":"eur","redirect_url":"https://shop.example.com/done"}'

type Gateway = Readonly<{ url: string; stdout: Readable | null; stop(): Promise<number | null> }>

let folder: string
const ends: (() => void)[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowlix-log-'))
})
afterEach(() => {
  for (const end of ends.splice(0).reverse()) end()
  rmSync(folder, { recursive: true, force: true })
})

/** `output`: an open file, or a pipe that only the test reads. */
async function start(output: number | 'pipe', settings: Record<string, string> = {}): Promise<Gateway> {
  const port = await freePort()
  const child = spawn(process.execPath, [bundle, 'dev'], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', PORT: String(port), ...settings },
    stdio: ['ignore', output, 'ignore'],
  })
  ends.push(() => child.kill('SIGKILL'))
  const exited = once(child, 'exit')
  const url = `http://127.0.0.1:${port}`
  while ((await fetch(`${url}/readyz`).catch(() => null))?.ok !== true) await sleep(20)
  const stop = async (): Promise<number | null> => {
    child.kill('SIGTERM')
    await exited
    return child.exitCode
  }
  return { url, stdout: child.stdout, stop }
}

async function createPayments(url: string, count: number): Promise<readonly number[]> {
  const create = () => fetch(`${url}/v1/payments/hpp`, { method: 'POST', headers, body: session })
  const statuses: number[] = []
  for (let i = 0; i < count; i++) statuses.push((await create()).status)
  return statuses
}

/** So many requests, a few at a time on each of many connections. */
async function ask({ url }: Gateway, count: number): Promise<void> {
  const request = `GET /v1/nothing HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${headers.authorization}\r\n\r\n`
  for (let sent = 0; sent < count; sent += 25) {
    const connection = await RawConnection.open(Number(new URL(url).port))
    await connection.send(request.repeat(25)).answers(25)
    connection.destroy()
  }
}

async function expectToWork(gateway: Gateway): Promise<void> {
  expect(new Set(await createPayments(gateway.url, 5))).toEqual(new Set([201]))
  expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200)
  expect(await gateway.stop()).toBe(0)
}

it.skipIf(process.platform !== 'linux')('writes to a device that is always full', async () => {
  const full = openSync('/dev/full', 'w')
  const gateway = await start(full)
  closeSync(full)
  await expectToWork(gateway)
})

it('writes to a pipe whose reader is gone', async () => {
  const gateway = await start('pipe')
  gateway.stdout?.destroy()
  await createPayments(gateway.url, 1)
  await expectToWork(gateway)
})

it('writes to an output that is closed', async () => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = spawn('sh', ['-c', `exec "${process.execPath}" "${bundle}" dev >&-`], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', PORT: String(port) },
    stdio: 'ignore',
  })
  ends.push(() => child.kill('SIGKILL'))
  const exited = once(child, 'exit')
  while ((await fetch(`${url}/readyz`).catch(() => null))?.ok !== true) await sleep(20)
  expect(await createPayments(url, 3)).toEqual([201, 201, 201])
  child.kill('SIGTERM')
  await exited
  expect(child.exitCode).toBe(0)
})

it('writes to a pipe whose reader is stuck, and later says how many lines are missing', async () => {
  const gateway = await start('pipe', { LOG_FORMAT: 'json', RATE_LIMIT_PER_MINUTE: '100000' })
  // More than the pipe, the reader's buffer and the gateway's memory for its log hold.
  await ask(gateway, 5_000)
  expect(await createPayments(gateway.url, 3)).toEqual([201, 201, 201])
  let text = ''
  gateway.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  while (!/were dropped[^\n]*\n[^\n]+\n/.test(text)) {
    await createPayments(gateway.url, 1)
    await sleep(20)
  }
  const told = text.slice(text.indexOf('{"level"'), text.lastIndexOf('\n')).split('\n')
  const lines = told.map((line) => JSON.parse(line) as { route?: string; dropped?: number })
  const dropped = lines.reduce((sum, { dropped: count = 0 }) => sum + count, 0)
  expect(dropped).toBeGreaterThan(0)
  const requests = lines.filter(({ route }) => route === '/v1/*').length
  // Those for the payments may be among the dropped ones.
  expect(requests + dropped - 5_000).toBeGreaterThanOrEqual(0)
  expect(requests).toBeLessThan(5_000)
  expect(await gateway.stop()).toBe(0)
})

it('writes to a pipe whose reader is stuck, and still stops', async () => {
  const gateway = await start('pipe', { RATE_LIMIT_PER_MINUTE: '100000' })
  await ask(gateway, 5_000)
  await expectToWork(gateway)
})

/** Needs the right to mount; elsewhere /dev/full above stands for it. */
function mountSmallDisk(at: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', at], { stdio: 'ignore' })
    ends.push(() => execFileSync('umount', ['-l', at]))
    return true
  } catch {
    return false
  }
}

it('writes to a disk that is full for a while', async (context) => {
  const disk = mkdtempSync(join(tmpdir(), 'flowlix-disk-'))
  ends.push(() => rmSync(disk, { recursive: true, force: true }))
  if (!mountSmallDisk(disk)) context.skip('a file system can be mounted by root only')
  const [log, ballast] = [join(disk, 'log'), join(disk, 'ballast')]
  execFileSync('sh', ['-c', `head -c 60000 /dev/zero > ${ballast}`])
  const file = openSync(log, 'a')
  const gateway = await start(file, { LOG_FORMAT: 'json' })
  closeSync(file)
  const statuses = await createPayments(gateway.url, 100)
  expect(new Set(statuses)).toEqual(new Set([201]))
  rmSync(ballast)
  const lines = (): readonly string[] => readFileSync(log, 'utf8').split('\n')
  while (lines().filter((line) => line.includes('"route":"/v1/payments/hpp"')).length < 100) await sleep(20)
  expect(await gateway.stop()).toBe(0)
  for (const line of lines()
    .slice(0, -1)
    .filter((one) => one.startsWith('{')))
    JSON.parse(line)
})
