/** The line of `flowlix acquirer check`: what is lost on it, and what the acquirer receives nevertheless. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { connect as connectTls, type SecureVersion } from 'node:tls'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Line } from '../../src/acquirer-check/line.ts'
import { makeCertificate } from '../support/own-certificate.ts'

type Kind = 'plain' | SecureVersion
const kinds: readonly Kind[] = ['plain', 'TLSv1.2', 'TLSv1.3']

let server: Server
let received: string[]
let line: Line

async function startServer(kind: Kind): Promise<void> {
  received = []
  const respond: Parameters<typeof createServer>[1] = async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    received.push(body)
    response.end('done')
  }
  server =
    kind === 'plain'
      ? createServer(respond)
      : createTlsServer({ ...makeCertificate('127.0.0.1'), minVersion: kind, maxVersion: kind }, respond)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
}

/** Sends a request through the line; resolves to what comes back, empty if nothing does. */
async function send(kind: Kind, body: string): Promise<string> {
  const { port } = server.address() as AddressInfo
  const tunnel = await openTunnel(`127.0.0.1:${port}`)
  const socket = kind === 'plain' ? tunnel : connectTls({ socket: tunnel, rejectUnauthorized: false })
  if (kind !== 'plain') await once(socket, 'secureConnect')
  socket.write(
    `POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Filler: ${'x'.repeat(200)}\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`,
  )
  socket.write(body)
  let response = ''
  socket.on('data', (chunk: Buffer) => {
    response += chunk
  })
  socket.on('error', () => {})
  await once(socket, 'close')
  return response
}

async function openTunnel(target: string): Promise<Socket> {
  const { hostname, port } = new URL(line.url)
  const socket = connect(Number(port), hostname)
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`)
  const [head] = (await once(socket, 'data')) as [Buffer]
  expect(String(head)).toMatch(/^HTTP\/1\.1 200 /)
  return socket
}

beforeEach(async () => {
  line = await Line.open(null, 50)
})
afterEach(async () => {
  await line.close()
  server.closeAllConnections()
  server.close()
})

describe.each(kinds)('the line (%s)', (kind) => {
  it('passes everything on while nothing is to be lost, and loses an answer that the acquirer has given', async () => {
    await startServer(kind)
    line.lose(2, 'answer')
    expect(await send(kind, 'first')).toContain('done')
    expect(await send(kind, 'second')).toBe('')
    expect(received).toEqual(['first', 'second'])
    expect(line.connections).toBe(2)
  })

  it('loses a request before the acquirer receives any of it', async () => {
    await startServer(kind)
    line.lose(1, 'request')
    expect(await send(kind, 'lost')).toBe('')
    expect(await send(kind, 'next')).toContain('done')
    expect(received).toEqual(['next'])
  })
})

it('the line reaches the acquirer through the proxy that the machine needs', async () => {
  await startServer('plain')
  const direct = line
  const upstream = await Line.open(null, 50)
  line = await Line.open(upstream.url, 50)
  expect(await send('plain', 'through two')).toContain('done')
  expect([line.connections, upstream.connections]).toEqual([1, 1])
  await upstream.close()
  await direct.close()
})
