/** Responses that cannot be sent, and bodies that nobody needs. */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { type Fetch, type HttpServer, listen } from '../../src/http/server.ts'
import { RawConnection } from '../api/raw-connection.ts'

let server: HttpServer | undefined
afterEach(async () => {
  vi.restoreAllMocks()
  await server?.stop()
})

async function open(fetch: Fetch, faults: unknown[] = []): Promise<RawConnection> {
  const origins = { apiUrl: 'http://localhost', payUrl: 'http://localhost' }
  const fault = (...fields: unknown[]): void => void faults.push(fields)
  server = await listen(fetch, {
    ...origins,
    fault,
    port: 0,
    host: '127.0.0.1',
    requestId: () => 'req_0',
  })
  return RawConnection.open(server.port)
}

it('a response that cannot be sent is reported to the log, and nothing is printed', async () => {
  const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
  const faults: unknown[] = []
  const connection = await open(() => new Response('', { headers: { 'X-Name': 'secret\u0100' } }), faults)
  connection.send('GET /docs HTTP/1.1\r\nHost: a\r\n\r\n')
  await connection.closed()
  expect(faults).toEqual([[expect.objectContaining({ code: 'ERR_INVALID_CHAR' }), 'req_0']])
  expect(printed).not.toHaveBeenCalled()
})

it('a body in chunks of one byte is not read to its end for a response that is known', async () => {
  const count = 500_000
  let socket: Socket | undefined
  const connection = await open((_, { incoming }) => {
    socket = (incoming as unknown as IncomingMessage).socket
    return new Response('known')
  })
  const head = 'POST /docs HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n'
  connection.send(`${head}${'1\r\nx\r\n'.repeat(count)}0\r\n\r\n`)
  await connection.closed()
  expect(socket?.bytesRead).toBeLessThan(1_000_000)
})
