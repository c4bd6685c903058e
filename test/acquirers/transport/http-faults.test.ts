/** What can go wrong with a connection and a response: each has its class, and no request is ever sent twice. */
import type { Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type Behavior, type RawServer, startRawServer } from './raw-server.ts'
import { sendOnce } from './send-once.ts'

const body = '{"id":"pay_1","amount":1250}'
const head = `HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
const chunked = `HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n${body.slice(0, 16)}\r\nc\r\n${body.slice(16)}\r\n0\r\n\r\n`

let server: RawServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})

async function sentTo(behavior: Behavior, sending: Parameters<typeof sendOnce>[1] = {}) {
  server = await startRawServer(behavior)
  const outcome = await sendOnce(`http://127.0.0.1:${server.port}`, sending)
  expect(server.requestsSeen()).toBeLessThanOrEqual(1)
  return outcome
}

const responding = (response: string) => ({ onRequest: (socket: Socket) => void socket.end(response) })

describe('a request', () => {
  it('arrives as it was given, and the whole response comes back', async () => {
    const outcome = await sentTo(responding(head + body), { headers: { 'idempotency-key': 'r1' } })
    expect(outcome).toMatchObject({ kind: 'response', status: 201, body })
    expect(server?.received()).toContain('POST /payments HTTP/1.1\r\n')
    expect(server?.received()).toContain('idempotency-key: r1\r\n')
    expect(server?.received()).toMatch(/connection: close[\s\S]*\r\n\r\n\{"amount":1250\}$/)
  })

  it.each([200, 204, 302, 308, 400, 402, 409, 422, 429, 500, 502, 503])(
    'that gets status %i has a response, and is sent to nobody else',
    async (status) => {
      const other = await startRawServer(responding(head + body))
      const location = `Location: http://127.0.0.1:${other.port}/elsewhere`
      const outcome = await sentTo(
        responding(`HTTP/1.1 ${status} X\r\n${location}\r\nContent-Length: 0\r\n\r\n`),
      )
      expect(outcome).toMatchObject({ kind: 'response', status, body: '' })
      expect(server?.requestsSeen()).toBe(1)
      expect(other.connectionsSeen()).toBe(0)
      await other.close()
    },
  )

  it('is not sent if nobody listens', async () => {
    const gone = await startRawServer({})
    await gone.close()
    expect(await sendOnce(`http://127.0.0.1:${gone.port}`)).toStrictEqual({
      kind: 'not_sent',
      cause: 'connection_refused',
    })
  })

  it('is not sent if the name is unknown', async () => {
    expect(await sendOnce('https://acquirer.invalid')).toStrictEqual({
      kind: 'not_sent',
      cause: 'name_not_found',
    })
  })

  it('is not sent to a host that is not on the list', async () => {
    server = await startRawServer(responding(head + body))
    const origins = ['https://api.example.com', `http://localhost:${server.port}`]
    const outcome = await sendOnce(`http://127.0.0.1:${server.port}`, { origins })
    expect(outcome).toStrictEqual({ kind: 'not_sent', cause: 'host_not_allowed' })
    expect(server.connectionsSeen()).toBe(0)
  })

  it('is not sent if it is not valid HTTP', async () => {
    const outcome = await sentTo(responding(head + body), { headers: { 'x-name': 'a\r\nb' } })
    expect(outcome).toStrictEqual({ kind: 'not_sent', cause: 'invalid_request' })
    expect(server?.requestsSeen()).toBe(0)
  })

  it('is inconclusive if the connection is reset before a response', async () => {
    const outcome = await sentTo({ onRequest: (socket) => void socket.resetAndDestroy() })
    expect(outcome).toStrictEqual({ kind: 'inconclusive', cause: 'connection_lost' })
    expect(server?.requestsSeen()).toBe(1)
  })

  it('is not approved, and not sent again, if the connection is reset as soon as it is open', async () => {
    const outcome = await sentTo({ onConnection: (socket) => void socket.resetAndDestroy() })
    // The reset may come before we know that the connection was open.
    expect(['connection_failed', 'connection_lost']).toContain('cause' in outcome && outcome.cause)
    expect(server?.connectionsSeen()).toBe(1)
  })

  it('is inconclusive if the connection is closed without a response', async () => {
    const outcome = await sentTo({ onRequest: (socket) => void socket.end() })
    expect(outcome).toStrictEqual({ kind: 'inconclusive', cause: 'connection_lost' })
  })
})

describe('a response', () => {
  it.each([
    ['with a length', head + body],
    ['in chunks', chunked],
  ])('%s is inconclusive wherever it is cut off', async (_name, response) => {
    for (let length = 0; length < response.length; length++) {
      const outcome = await sentTo(responding(response.slice(0, length)))
      expect(outcome).toMatchObject({ kind: 'inconclusive' })
      await server?.close()
    }
    expect(await sentTo(responding(response))).toMatchObject({ kind: 'response', body })
  })

  it.each([
    ['is not HTTP', 'no such thing\r\n\r\n', 'bad_response'],
    [
      'is another protocol',
      'HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
      'bad_response',
    ],
    [
      'has two lengths',
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 4\r\n\r\n{}{}',
      'bad_response',
    ],
    [
      'has a length and chunks',
      `HTTP/1.1 200 OK\r\nContent-Length: 2\r\n${chunked.slice(22)}`,
      'bad_response',
    ],
    [
      'has a broken chunk',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n',
      'bad_response',
    ],
    ['does not say how long it is', 'HTTP/1.1 200 OK\r\n\r\n{}', 'length_unknown'],
    [
      'is compressed',
      'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}',
      'encoded_body',
    ],
    [
      'has too many headers',
      `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(40_000)}\r\nContent-Length: 0\r\n\r\n`,
      'headers_too_large',
    ],
    [
      'has 10 MB',
      `HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n${'x'.repeat(10_000_000)}`,
      'body_too_large',
    ],
  ])('that %s is inconclusive', async (_name, response, cause) => {
    expect(await sentTo(responding(response))).toStrictEqual({ kind: 'inconclusive', cause })
    expect(server?.requestsSeen()).toBe(1)
  })

  it('that is not UTF-8 is inconclusive', async () => {
    const bytes = Buffer.concat([
      Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n'),
      Buffer.from([0xff, 0xfe]),
    ])
    const outcome = await sentTo({ onRequest: (socket) => void socket.end(bytes) })
    expect(outcome).toStrictEqual({ kind: 'inconclusive', cause: 'not_text' })
  })

  it('is whole although garbage follows it', async () => {
    expect(await sentTo(responding(`${head}${body}garbage\r\n\r\n`))).toMatchObject({
      kind: 'response',
      body,
    })
  })

  it('of many small pieces ends at the deadline', async () => {
    const dripping = (socket: Socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n')
      const timer = setInterval(() => socket.write(' '), 5)
      socket.on('close', () => clearInterval(timer))
    }
    const outcome = await sentTo({ onRequest: dripping }, { deadlineMs: 100 })
    expect(outcome).toStrictEqual({ kind: 'inconclusive', cause: 'deadline' })
  })

  it('that never comes ends at the deadline', async () => {
    const outcome = await sentTo({}, { deadlineMs: 50 })
    expect(outcome).toStrictEqual({ kind: 'inconclusive', cause: 'deadline' })
  })

  it('of nothing but "continue" ends at the deadline', async () => {
    const stalling = (socket: Socket) => {
      const timer = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 5)
      socket.on('close', () => clearInterval(timer))
    }
    const outcome = await sentTo({ onRequest: stalling }, { deadlineMs: 100 })
    expect(outcome).toStrictEqual({ kind: 'inconclusive', cause: 'deadline' })
  })
})
