/** The outer shell of every request: who asks, in which order requests are served, and what is refused before any route. */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Network } from '../platform/ip-address.ts'
import { RequestContext, type RequestEnv } from '../request-context.ts'
import { ClientAddresses } from './client-address.ts'
import { Connections, takeTurn } from './connections.ts'
import { type GatewayResponse, responseClass } from './gateway-response.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { type Refusals, refusals } from './refusals.ts'
import { type Origins, ResponseHeaders } from './response-headers.ts'
import { UnreadResponses } from './unread-responses.ts'

export type ShellOptions = Origins &
  Readonly<{
    requestId(): string
    /** Who may say in `X-Forwarded-For` whom it speaks for. Nobody by default. */
    trustedProxies?: readonly Network[]
    limits?: Partial<Limits>
  }>

export type Fetch = (request: Request, env: RequestEnv['Bindings']) => Response | Promise<Response>

export class Shell {
  readonly connections: Connections
  readonly refusals: Refusals
  readonly ServerResponse: typeof GatewayResponse
  readonly #addresses: ClientAddresses
  readonly #unread: UnreadResponses
  readonly #limits: Limits
  readonly #fetch: Fetch
  readonly #requestId: () => string
  #isStopping = false

  constructor(fetch: Fetch, options: ShellOptions) {
    this.#fetch = fetch
    this.#requestId = options.requestId
    this.#addresses = new ClientAddresses(options.trustedProxies ?? [])
    this.#limits = { ...defaultLimits, ...options.limits }
    this.#unread = new UnreadResponses(this.#limits)
    this.connections = new Connections(this.#addresses, this.#limits.connectionsPerAddress)
    const headers = new ResponseHeaders(options)
    this.refusals = refusals({ docsUrl: `${options.apiUrl}/docs`, headers, requestId: options.requestId })
    this.ServerResponse = responseClass({
      headers,
      unread: this.#unread,
      newContext: (request) => this.#newContext(request),
    })
  }

  open(socket: Socket): void {
    if (this.connections.open(socket) === null) socket.resetAndDestroy()
  }

  serve(incoming: IncomingMessage, outgoing: GatewayResponse): void {
    const { socket } = incoming
    const connection = this.connections.of(socket)
    if (connection === undefined) return void socket.destroy()
    if (ignoredBodyBytes(incoming) > this.#limits.ignoredBodyBytesMax)
      outgoing.setHeader('Connection', 'close')
    const begin = (): void => {
      if (this.#isStopping && connection.waiting.length === 0) outgoing.setHeader('Connection', 'close')
      this.#answer(incoming, outgoing)
    }
    takeTurn(connection, outgoing, begin, () => this.#unread.taken(socket))
  }

  /** From now on connections are told that they end. */
  stop(): void {
    this.#isStopping = true
  }

  #answer(incoming: IncomingMessage, outgoing: GatewayResponse): void {
    const { context } = outgoing
    if ((incoming.url?.length ?? 0) > this.#limits.urlLengthMax) {
      this.refusals.longAddress(outgoing)
      return
    }
    const handle = getRequestListener((request) => this.#fetch(request, { incoming, context }), {
      errorHandler: (error) => this.refusals.unrouted(error, context.id),
    })
    void handle(incoming, outgoing)
  }

  /** For bytes that the parser gave up on. Requests before them are answered first. */
  refuseBytes(error: NodeJS.ErrnoException, socket: Socket): void {
    const connection = this.connections.of(socket)
    const current = connection?.current ?? null
    const refuse = (): void => this.refusals.notHttp(error, socket)
    if (current === null) refuse()
    else if (current.req.complete) connection?.waiting.push(refuse)
    else if (current.headersSent) socket.destroy()
    else refuse()
  }

  /** Node found nothing moving on a connection. A reset gives back at once what the kernel holds for it. */
  timeOut(socket: Socket): void {
    if (this.#unread.isWaiting(socket)) socket.resetAndDestroy()
    else socket.destroy()
  }

  /** Those whose request to the API should have been complete by now. */
  refuseLate(): void {
    const begunBeforeMs = performance.now() - this.#limits.apiRequestMs
    for (const { current, socket } of this.connections.all()) {
      if (current === null || current.startedMs > begunBeforeMs) continue
      if (current.req.complete || !current.req.url?.startsWith('/v1/')) continue
      if (current.headersSent) socket.destroy()
      else this.refusals.late(socket, current.context)
    }
  }

  #newContext({ socket, headers }: IncomingMessage): RequestContext {
    const peer = this.connections.of(socket)?.peer ?? this.#addresses.peer(socket.remoteAddress)
    const forwardedFor = headers['x-forwarded-for']
    const client = this.#addresses.client(
      peer,
      Array.isArray(forwardedFor) ? forwardedFor.join() : forwardedFor,
    )
    return new RequestContext(this.#requestId(), client)
  }
}

/** Node reads to the end of what it was sent with a GET, however much that is, unless the connection ends. */
function ignoredBodyBytes({ method, headers }: IncomingMessage): number {
  if (method !== 'GET' && method !== 'HEAD') return 0
  if (headers['transfer-encoding'] !== undefined) return Number.POSITIVE_INFINITY
  return Number(headers['content-length'] ?? 0)
}
