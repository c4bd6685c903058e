/** The Node.js server around the shell: listens, passes on events, and stops in good order. */
import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { defaultLimits, headersMax, nodeLimits } from './limits.ts'
import type { Fetch } from './serve-request.ts'
import { Shell, type ShellOptions } from './shell.ts'

export type { Fetch } from './serve-request.ts'

export type HttpServer = Readonly<{
  /** The port it listens on. */
  port: number
  /** Accepts no new connections, lets running requests finish, and then resolves. */
  stop(): Promise<void>
  /** From now on, each response ends its connection, so that clients look for another node. */
  endConnections(): void
}>

const closingIntervalMs = 50

export async function listen(
  fetch: Fetch,
  options: ShellOptions & Readonly<{ port: number; host: string }>,
): Promise<HttpServer> {
  const shell = new Shell(fetch, options)
  const { ServerResponse } = shell
  const { connectionsMax, keepAliveMs: keepAliveTimeout } = { ...defaultLimits, ...options.limits }
  // No limit on requests a connection: Node responds to the next one with a bare 503, whatever the client has read.
  const server = createServer({ ...nodeLimits, keepAliveTimeout, ServerResponse }, (incoming, outgoing) =>
    shell.serve(incoming, outgoing),
  )
  // Node would end the connection of a client that has closed its side, before its response is sent.
  Object.assign(server, { httpAllowHalfOpen: true })
  server.maxHeadersCount = headersMax
  server.maxConnections = connectionsMax
  server.on('connection', (socket: Socket) => shell.open(socket))
  server.on('drop', () => shell.countRefused())
  server.on('timeout', (socket) => shell.timeOut(socket))
  server.on('clientError', (error, socket: Socket) => shell.refuseBytes(error, socket))
  server.on('connect', (_request, socket: Socket) => shell.refuseBytes(new Error('CONNECT'), socket))
  server.on('checkExpectation', (incoming, outgoing) => shell.serveExpectation(incoming, outgoing))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  const checking = setInterval(() => shell.check(), nodeLimits.connectionsCheckingInterval)
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : options.port
  return {
    port,
    stop: () => stop(server, shell).finally(() => clearInterval(checking)),
    endConnections: () => shell.endConnections(),
  }
}

function stop(server: Server, shell: Shell): Promise<void> {
  shell.endConnections()
  return new Promise((resolve) => {
    // A connection becomes idle only after its response has been sent.
    const closing = setInterval(() => closeIdle(server, shell), closingIntervalMs)
    server.close(() => {
      clearInterval(closing)
      resolve()
    })
    closeIdle(server, shell)
  })
}

/** Browsers open connections ahead of need; Node counts those as busy until their first request. */
function closeIdle(server: Server, { connections }: Shell): void {
  server.closeIdleConnections()
  for (const { socket } of connections.all()) if (socket.bytesRead === 0) socket.destroy()
}
