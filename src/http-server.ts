/** The Node.js server around the app: limits on time and size, and answers to what is no HTTP at all. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { getRequestListener, RequestError } from '@hono/node-server'
import { ApiError, errorBody, statusOfError } from './api/api-error.ts'

export type HttpServer = Readonly<{
  /** The port it listens on. */
  port: number
  /** Takes no new connections, lets running requests end, and resolves then. */
  stop(): Promise<void>
}>

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

type ErrorOptions = Readonly<{ docsUrl: string; requestId(): string }>

export async function listen(
  fetch: (request: Request, env: object) => Response | Promise<Response>,
  options: Readonly<{ port: number; host: string }> & ErrorOptions,
): Promise<HttpServer> {
  // No limit on requests a connection: Node answers the next one with a bare 503, whatever the client has read.
  const answer = getRequestListener(fetch, {
    errorHandler: (error) => answerUnrouted(error, options),
  })
  const server = createServer(limits, (incoming, outgoing) => void answer(incoming, outgoing))
  server.maxHeadersCount = headersMax
  server.maxConnections = connectionsMax
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => refuse(error, socket, options))
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

const refusals: Readonly<Record<string, readonly [status: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The headers are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request was not complete in time.'],
}
const notHttp = ['400 Bad Request', 'This is not a valid HTTP request.'] as const

/** For bytes that the parser gave up on: there is no response object, so the answer is written by hand. */
function refuse(error: NodeJS.ErrnoException, socket: Socket, options: ErrorOptions): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
  const [status, message] = refusals[error.code ?? ''] ?? notHttp
  const requestId = options.requestId()
  const body = errorBody(new ApiError('parameter_invalid', message), requestId, options.docsUrl)
  const head = [
    `HTTP/1.1 ${status}`,
    ...Object.entries(errorHeaders(requestId)).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

/** For what never reaches a route: no usable Host or address, or a fault that no route has caught. */
function answerUnrouted(thrown: unknown, options: ErrorOptions): Response {
  const requestId = options.requestId()
  const error =
    thrown instanceof RequestError
      ? new ApiError('parameter_invalid', notHttp[1])
      : new ApiError(
          'internal_error',
          'Something went wrong on our side. The request id helps to find out what.',
        )
  const body = errorBody(error, requestId, options.docsUrl)
  return new Response(body, { status: statusOfError(error.code), headers: errorHeaders(requestId) })
}

function errorHeaders(requestId: string): Readonly<Record<string, string>> {
  return {
    'Content-Type': 'application/json; charset=utf-8',
    'Flowlix-Request-Id': requestId,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  }
}
