/** The Node.js server around the app: limits on time and size, and what every response has in common. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { RequestContext, type RequestEnv } from '../request-context.ts'
import { type GatewayResponse, responseClass } from './gateway-response.ts'
import { refusals } from './refusals.ts'
import { type Origins, ResponseHeaders } from './response-headers.ts'

export type HttpServer = Readonly<{
  /** The port it listens on. */
  port: number
  /** Takes no new connections, lets running requests end, and resolves then. */
  stop(): Promise<void>
}>

export type ServerOptions = Origins & Readonly<{ port: number; host: string; requestId(): string }>
export type Fetch = (request: Request, env: RequestEnv['Bindings']) => Response | Promise<Response>

/** Node's defaults left slow senders open for more than 25 s; these close them. */
const limits = {
  headersTimeout: 5_000,
  requestTimeout: 15_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 5_000,
  maxHeaderSize: 8_192,
  // A missing Host is refused below: Node's own answer would have no body.
  requireHostHeader: false,
} as const
const headersMax = 64
const connectionsMax = 10_000
const closingIntervalMs = 50

export async function listen(fetch: Fetch, options: ServerOptions): Promise<HttpServer> {
  const { requestId } = options
  const headers = new ResponseHeaders(options)
  const refuse = refusals({ docsUrl: `${options.apiUrl}/docs`, headers, requestId })
  const answer = (incoming: IncomingMessage, outgoing: GatewayResponse): void => {
    const { context } = outgoing
    const handle = getRequestListener((request) => fetch(request, { incoming, context }), {
      errorHandler: (error) => refuse.unrouted(error, context.id),
    })
    void handle(incoming, outgoing)
  }
  const ServerResponse = responseClass({ headers, newContext: () => new RequestContext(requestId()) })
  // No limit on requests a connection: Node answers the next one with a bare 503, whatever the client has read.
  const server = createServer({ ...limits, ServerResponse }, answer)
  server.maxHeadersCount = headersMax
  server.maxConnections = connectionsMax
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => refuse.notHttp(error, socket))
  server.on('checkExpectation', refuse.expectation)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : options.port
  return { port, stop: () => stop(server, sockets) }
}

function stop(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    // Before the answer is made: behind it, its headers may be gone already.
    server.prependListener('request', (_request: IncomingMessage, response) =>
      response.setHeader('Connection', 'close'),
    )
    // A connection whose answer was under way becomes idle only when the answer is out.
    const closing = setInterval(() => closeIdle(server, sockets), closingIntervalMs)
    server.close(() => {
      clearInterval(closing)
      resolve()
    })
    closeIdle(server, sockets)
  })
}

/** Browsers open connections ahead of need; Node counts those as busy until their first request. */
function closeIdle(server: Server, sockets: ReadonlySet<Socket>): void {
  server.closeIdleConnections()
  for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
}
