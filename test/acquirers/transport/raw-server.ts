/** A server that speaks TCP by hand, so that it can break every rule of HTTP. It counts the requests that it has seen. */
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'

export type RawServer = Readonly<{
  port: number
  /** Beginnings of requests, on whatever connection. */
  requestsSeen(): number
  connectionsSeen(): number
  /** Everything that was received, of all connections. */
  received(): string
  close(): Promise<void>
}>

/** `onRequest` is called once a request has arrived whole, `onConnection` before. */
export type Behavior = Readonly<{
  onRequest?(socket: Socket, request: string): void
  onConnection?(socket: Socket): void
}>

export async function startRawServer(behavior: Behavior, tls: TlsOptions | null = null): Promise<RawServer> {
  const sockets = new Set<Socket>()
  let received = ''
  let connections = 0
  const listener = (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => {})
    let mine = ''
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1')
      mine += bytes.toString('latin1')
      if (!isWhole(mine)) return
      const request = mine
      mine = ''
      behavior.onRequest?.(socket, request)
    })
    behavior.onConnection?.(socket)
  }
  const server: Server = tls === null ? createServer(listener) : createTlsServer(tls, listener)
  server.on('tlsClientError', () => {})
  // Below TLS, connections are not the listener's.
  server.on('connection', (socket) => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    requestsSeen: () => received.match(/(GET|POST|CONNECT) \S+ HTTP\/1\.1\r\n/g)?.length ?? 0,
    connectionsSeen: () => connections,
    received: () => received,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function isWhole(request: string): boolean {
  const [head = '', ...rest] = request.split('\r\n\r\n')
  const length = /content-length: (\d+)/i.exec(head)?.[1] ?? '0'
  return rest.length > 0 && rest.join('\r\n\r\n').length >= Number(length)
}
