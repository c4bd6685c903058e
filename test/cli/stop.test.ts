/** The server's own part of a stop: answers under way come whole, and connections end behind them. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, it } from 'vitest'
import { type HttpServer, listen } from '../../src/http/server.ts'

const request = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`

type Held = Readonly<{
  server: HttpServer
  socket: Socket
  stopped: Promise<void>
  release(): void
  received(): string
}>

/** A server whose `/slow` answers when it is released, a connection that asked for it and more, a stop that has begun. */
async function stopping(behind = ''): Promise<Held> {
  const slow = Promise.withResolvers<void>()
  const arrived = Promise.withResolvers<void>()
  const answerSlowly = async (): Promise<Response> => {
    arrived.resolve()
    await slow.promise
    return new Response('slow')
  }
  const server = await listen(({ url }) => (url.endsWith('/slow') ? answerSlowly() : new Response('fast')), {
    port: 0,
    host: '127.0.0.1',
    apiUrl: '',
    payUrl: '',
    requestId: () => 'req_0',
  })
  const socket = connect(server.port, '127.0.0.1')
  await once(socket, 'connect')
  let text = ''
  socket.setEncoding('utf8').on('data', (data: string) => {
    text += data
  })
  socket.write(request('/slow') + behind)
  await arrived.promise
  return {
    ...{ server, socket, release: slow.resolve },
    stopped: server.stop(),
    received: () => text,
  }
}

it('a response that has begun is completed, and its connection is closed after it', async () => {
  const { socket, release, stopped, received } = await stopping()
  release()
  await once(socket, 'close')
  await stopped
  expect(received()).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*slow/)
})

it('a request that waits behind it on the same connection gets a response, which says that it is the last', async () => {
  const { socket, release, stopped, received } = await stopping(request('/fast'))
  release()
  await once(socket, 'close')
  await stopped
  expect(received()).toMatch(/slow[\s\S]*HTTP\/1\.1 200 OK[\s\S]*connection: close[\s\S]*fast/i)
})

it('new connections are refused', async () => {
  const { server, socket, release, stopped } = await stopping()
  release()
  await stopped
  socket.destroy()
  const again = connect(server.port, '127.0.0.1')
  await expect(once(again, 'connect')).rejects.toThrow(/ECONNREFUSED/)
})
