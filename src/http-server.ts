/** The Node.js server around the app: limits on time and size, and answers to what is no HTTP at all. */
import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'

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
} as const
const headersMax = 64
const requestsPerSocketMax = 1_000
const connectionsMax = 10_000

export async function listen(
  fetch: (request: Request, env: object) => Response | Promise<Response>,
  options: Readonly<{ port: number; host: string; docsUrl: string; requestId(): string }>,
): Promise<HttpServer> {
  const server = createAdaptorServer({
    fetch,
    serverOptions: { ...limits },
    overrideGlobalObjects: false,
  }) as Server
  server.maxHeadersCount = headersMax
  server.maxRequestsPerSocket = requestsPerSocketMax
  server.maxConnections = connectionsMax
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => refuse(error, socket, options))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : options.port
  return { port, stop: () => stop(server) }
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // Answers under way tell their connections to end; idle ones are closed here.
    server.on('request', (_request: IncomingMessage, response) => response.setHeader('Connection', 'close'))
    server.close(() => resolve())
    server.closeIdleConnections()
  })
}

const refusals: Readonly<Record<string, readonly [string, string, string]>> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'parameter_invalid',
    'The headers are too large.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    '408 Request Timeout',
    'parameter_invalid',
    'The request was not complete in time.',
  ],
}
const notHttp = ['400 Bad Request', 'parameter_invalid', 'This is not a valid HTTP request.'] as const

/** The contract's form, written by hand: there is no request yet that a route could answer. */
function refuse(
  error: NodeJS.ErrnoException,
  socket: Socket,
  options: Readonly<{ docsUrl: string; requestId(): string }>,
): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
  const [status, code, message] = refusals[error.code ?? ''] ?? notHttp
  const requestId = options.requestId()
  const body = JSON.stringify({
    error: {
      type: 'invalid_request_error',
      code,
      message,
      param: null,
      decline_code: null,
      doc_url: `${options.docsUrl}#error-${code}`,
      request_id: requestId,
    },
  })
  const head = [
    `HTTP/1.1 ${status}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Flowlix-Request-Id: ${requestId}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
