/** Clients that do not read, in front of a server whose sockets and memory are counted from outside. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { Limits } from '../../src/http/limits.ts'
import { defaultLimits } from '../../src/http/limits.ts'
import { ChildServer } from './child-process.ts'

const megabyte = 1024 * 1024
const get = (bytes: number): string => `GET /${bytes} HTTP/1.1\r\nHost: localhost\r\n\r\n`

let server: ChildServer | null = null
afterEach(() => server?.close())

async function start(limits: Partial<Limits>): Promise<ChildServer> {
  server = await ChildServer.start(limits)
  return server
}

/** Ends when the condition holds; the test's own time limit is its only clock. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20)
}

describe.skipIf(process.platform !== 'linux')('a client that does not read', () => {
  it('is let go, and the server has its socket back', async () => {
    const one = await start({ stalledMs: 300, waitingBytesMax: 1024 * megabyte })
    await Promise.all(Array.from({ length: 20 }, () => one.open(get(8 * megabyte))))
    await one.seen()
    await until(() => one.connections() === 0)
  })

  it('is let go within 30 s, but not before a submitted form has had its answer', () => {
    expect(2 * defaultLimits.stalledMs).toBeLessThanOrEqual(30_000)
  })

  it('is not waited for while it reads, however slowly', async () => {
    const one = await start({ stalledMs: 2_500 })
    const socket = await one.open(get(16 * megabyte))
    let received = 0
    for (;;) {
      const chunk = socket.read() as Buffer | null
      received += chunk?.length ?? 0
      if (received >= 16 * megabyte) break
      expect(socket.closed).toBe(false)
      await sleep(25)
    }
  })

  it('has one response made for it, however many requests it sends', async () => {
    const one = await start({ stalledMs: 60_000 })
    const before = await one.residentMegabytes()
    await one.open(get(12 * megabyte).repeat(30))
    await one.seen()
    expect((await one.residentMegabytes()) - before).toBeLessThan(100)
  })

  it('gets only so much of what it asks for ahead', async () => {
    const one = await start({ unseenBytesMax: 256 * 1024 })
    const socket = await one.open(get(100 * 1024).repeat(30))
    let received = 0
    for await (const chunk of socket) received += (chunk as Buffer).length
    // Three make the limit, and the fourth is the last one.
    expect(Math.floor(received / (100 * 1024))).toBe(4)
  })

  it('does not cost more memory together with others: 60 that want 12 MB each', async () => {
    const one = await start({ stalledMs: 60_000 })
    const before = await one.residentMegabytes()
    for (let i = 0; i < 60; i++) await one.open(get(12 * megabyte))
    await one.seen()
    await until(() => one.connections() < 20)
    expect((await one.residentMegabytes()) - before).toBeLessThan(100)
  })
})
