/** An exchange is one request with one deadline, whoever holds it and however often they try. */
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createTransport } from '../../../src/acquirers/transport/transport.ts'
import { type RawServer, startRawServer } from './raw-server.ts'

const response = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'
const never = new AbortController().signal

let server: RawServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})

async function startServer(): Promise<string> {
  server = await startRawServer({ onRequest: (socket) => void socket.write(response) })
  return `http://127.0.0.1:${server.port}`
}

const request = (origin: string) =>
  ({ method: 'POST', url: `${origin}/v1/confirm`, headers: {}, body: null }) as const

describe('an exchange', () => {
  it('refuses to send a second request, also while the first is under way', async () => {
    const origin = await startServer()
    const exchange = createTransport({ origins: [origin], proxy: null }).exchange({
      deadlineMs: 10_000,
      signal: never,
    })
    const both = await Promise.all([exchange.send(request(origin)), exchange.send(request(origin))])
    const third = await exchange.send(request(origin))
    const refused = { kind: 'inconclusive', cause: 'sent_before' }
    expect([...both, third]).toMatchObject([{ kind: 'response', body: '{}' }, refused, refused])
    expect(server?.requestsSeen()).toBe(1)
    expect(server?.connectionsSeen()).toBe(1)
  })

  it('never uses the connection of another', async () => {
    const origin = await startServer()
    const transport = createTransport({ origins: [origin], proxy: null })
    for (let count = 1; count <= 3; count++) {
      await transport.exchange({ deadlineMs: 10_000, signal: never }).send(request(origin))
      expect(server?.connectionsSeen()).toBe(count)
    }
  })

  it('does not send after its deadline, which starts with the exchange', async () => {
    const origin = await startServer()
    const exchange = createTransport({ origins: [origin], proxy: null }).exchange({
      deadlineMs: -1,
      signal: never,
    })
    expect(await exchange.send(request(origin))).toStrictEqual({ kind: 'not_sent', cause: 'deadline' })
    expect(server?.requestsSeen()).toBe(0)
  })

  it('does not send once it is aborted', async () => {
    const origin = await startServer()
    const exchange = createTransport({ origins: [origin], proxy: null }).exchange({
      deadlineMs: 10_000,
      signal: AbortSignal.abort(),
    })
    expect(await exchange.send(request(origin))).toStrictEqual({ kind: 'not_sent', cause: 'aborted' })
    expect(server?.connectionsSeen()).toBe(0)
  })

  it('does not send if the process stood still while it connected, and its deadline has passed', async () => {
    const origin = await startServer()
    const peers: Socket[] = []
    const peer = await startRawServer({ onConnection: (socket) => void peers.push(socket) })
    const other = connect(peer.port, '127.0.0.1')
    other.once('data', () => standStill(60))
    await expect.poll(() => peers).toHaveLength(1)
    const exchange = createTransport({ origins: [origin], proxy: null }).exchange({
      deadlineMs: 30,
      signal: never,
    })
    // Both are ready in the same turn of the event loop and in this order, and timers come after them.
    peers[0]?.write('x')
    expect(await exchange.send(request(origin))).toStrictEqual({ kind: 'not_sent', cause: 'deadline' })
    expect(server?.received()).toBe('')
    other.destroy()
    await peer.close()
  })

  it('is inconclusive if it is aborted while the acquirer works', async () => {
    const abort = new AbortController()
    server = await startRawServer({ onRequest: () => abort.abort() })
    const origin = `http://127.0.0.1:${server.port}`
    const exchange = createTransport({ origins: [origin], proxy: null }).exchange({
      deadlineMs: 10_000,
      signal: abort.signal,
    })
    expect(await exchange.send(request(origin))).toStrictEqual({ kind: 'inconclusive', cause: 'aborted' })
  })

  it('does not throw if its address cannot be read', async () => {
    const exchange = createTransport({ origins: [], proxy: null }).exchange({ deadlineMs: 1, signal: never })
    const outcome = await exchange.send({ method: 'GET', url: 'nowhere', headers: {}, body: null })
    expect(outcome).toStrictEqual({ kind: 'not_sent', cause: 'invalid_request' })
  })
})

/** As a process does that was stopped. */
function standStill(forMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, forMs)
}

describe('a transport', () => {
  it.each(['http://api.example.com', 'http://10.0.0.1', 'http://127.0.0.1.example.com', 'ftp://127.0.0.1'])(
    'is not created for %s, because its requests could be read on the way',
    (origin) => {
      expect(() => createTransport({ origins: [origin], proxy: null })).toThrow('reached by https')
    },
  )

  it('is not created for a proxy of an unknown kind', () => {
    expect(() => createTransport({ origins: [], proxy: 'socks5://127.0.0.1:1080' })).toThrow('proxy')
  })
})
