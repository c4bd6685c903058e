/** What is sent again on request reaches the streams of every gateway on one database, whichever took the request. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ulid } from '../../src/platform/ids.ts'
import { openTestApp, session, type TestApp } from '../../verification/app/test-app.ts'
import { TestClock } from '../../verification/app/test-clock.ts'
import { openTestNodes } from '../../verification/app/test-nodes.ts'
import { readerOf, type StreamReader } from '../api/stream-reader.ts'

type Gateways = Readonly<{ nodes: readonly TestApp[]; clock: TestClock; close(): Promise<void> }>

async function openOnOneFile(count: number): Promise<Gateways> {
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-processes-'))
  const clock = new TestClock()
  const nodes: TestApp[] = []
  for (let i = 0; i < count; i++) nodes.push(await openTestApp({ folder, clock, engine: 'sqlite' }))
  return {
    nodes,
    clock,
    close: async () => {
      for (const node of nodes) await node.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

describe.each([
  ['PostgreSQL database', openTestNodes],
  ['SQLite file', openOnOneFile],
])('streams of two gateways on one %s', (_, openGateways) => {
  let opened: Gateways
  let streams: StreamReader[]
  beforeEach(async () => {
    streams = []
    opened = await openGateways(2)
  })
  afterEach(async () => {
    for (const stream of streams) await stream.close()
    await opened.close()
  })

  const node = (i: number): TestApp => opened.nodes[i] as TestApp

  async function open(i: number, headers: Record<string, string> = {}): Promise<StreamReader> {
    const stream = readerOf(await node(i).call('GET', '/v1/events/stream', undefined, headers))
    streams.push(stream)
    return stream
  }

  async function canceled(i = 0): Promise<string> {
    const created = await node(i).call('POST', '/v1/payments/hpp', session)
    const { id } = (await created.json()) as { id: string }
    await node(i).call('POST', `/v1/payments/${id}/cancel`)
    const listed = await node(i).call('GET', `/v1/events?payment=${id}`)
    const { data } = (await listed.json()) as { data: { id: string }[] }
    return data[0]?.id ?? ''
  }

  const bodyOf = async (id: string): Promise<string> => (await node(0).call('GET', `/v1/events/${id}`)).text()

  async function resend(i: number, id: string, key?: string): Promise<void> {
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key }
    const response = await node(i).call('POST', `/v1/events/${id}/resend`, undefined, headers)
    expect(response.status).toBe(200)
  }

  /** The next message of each stream, which comes within a second. */
  async function nextOf(readers: readonly StreamReader[], happen: () => Promise<unknown>) {
    const waiting = readers.map((reader) => reader.next())
    await happen()
    await opened.clock.advance(1_000)
    return Promise.all(waiting)
  }

  it('have it once for each request, and once for a request that was repeated with its key', async () => {
    const id = await canceled()
    const again = { event: 'payment.canceled', data: await bodyOf(id) }
    await opened.clock.advance(60_000)
    const both = [await open(0), await open(1)]
    for (const by of [0, 1, 1]) expect(await nextOf(both, () => resend(by, id))).toEqual([again, again])
    const repeated = async (): Promise<void> => {
      await resend(0, id, 'once')
      await resend(1, id, 'once')
    }
    expect(await nextOf(both, repeated)).toEqual([again, again])
    const [first, second] = await nextOf(both, async () => {
      await opened.clock.advance(30_000)
      await canceled()
    })
    expect(first?.id).toMatch(/^evt_/)
    expect(second).toEqual(first)
  })

  it('have what is sent again while they catch up, and nothing that was sent again before they were open', async () => {
    const seen = await canceled()
    await resend(0, seen)
    await opened.clock.advance(1)
    const missed = await canceled(1)
    await opened.clock.advance(1)
    const both = [await open(1), await open(1, { 'last-event-id': seen })] as const
    const again = { event: 'payment.canceled', data: await bodyOf(missed) }
    await resend(0, missed)
    expect(await both[1].next()).toEqual({ ...again, id: missed })
    expect(await nextOf(both, async () => {})).toEqual([again, again])
    const messages = await nextOf(both, () => canceled())
    expect(messages[0]?.id).toMatch(/^evt_/)
    expect(messages[1]).toEqual(messages[0])
  })

  it('have it from a gateway whose clock is five seconds behind or ahead', async () => {
    const id = await canceled()
    await opened.clock.advance(60_000)
    const { storage } = node(0).app
    const owner = { merchantId: node(0).merchantId, mode: 'test' } as const
    const resendAt = async (offsetMs: number): Promise<void> => {
      const atMs = opened.clock.nowMs() + offsetMs
      const event = { id, type: 'payment.canceled' } as const
      const request = { id: ulid(atMs, crypto.getRandomValues(new Uint8Array(10))), owner, event, atMs }
      await storage.resendEvent({ ...request, endpointId: null, keep: () => null })
    }
    await resendAt(5_000)
    await resendAt(-5_000)
    const both = [await open(0), await open(1)]
    const again = { event: 'payment.canceled', data: await bodyOf(id) }
    for (const offsetMs of [-5_000, 5_000, -4_000])
      expect(await nextOf(both, () => resendAt(offsetMs))).toEqual([again, again])
  })
})
