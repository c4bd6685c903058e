/**
 * The outer shell of every request: finds out who sends it, serves the requests of a connection in order, and refuses some
 * before they reach a route.
 */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { isRepeated, type PlainHandler } from '../plain-http.ts'
import type { Network } from '../platform/ip-address.ts'
import { RequestContext, type Trace } from '../request-context.ts'
import type { RequestRecord } from './access-log.ts'
import { Arrivals } from './arrivals.ts'
import { ClientAddresses } from './client-address.ts'
import { Connections, takeTurn } from './connections.ts'
import { type GatewayResponse, responseClass } from './gateway-response.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { overwriteBody } from './overwritten-body.ts'
import { type Refusals, refusals } from './refusals.ts'
import { ignoredBodyBytes, recordOf } from './request-facts.ts'
import { type Origins, ResponseHeaders } from './response-headers.ts'
import { type Fetch, RequestServer } from './serve-request.ts'
import { readTraceParent } from './trace-parent.ts'
import { UnreadResponses } from './unread-responses.ts'

export type ShellOptions = Origins &
  Readonly<{
    requestId(): string
    /** Serves requests that need no router. */
    direct?: PlainHandler
    /** Called with the reason if a response could not be sent. */
    fault?(error: unknown, requestId: string): void
    /** Proxies whose `X-Forwarded-For` is trusted. None by default. */
    trustedProxies?: readonly Network[]
    limits?: Partial<Limits>
    /** Called for every request when its connection has finished with it. */
    observe?(record: RequestRecord): void
    /** How many connections were closed since the last call because there were too many. At most once a minute. */
    connectionsRefused?(count: number): void
  }>

const refusedIntervalMs = 60_000

export class Shell {
  readonly connections: Connections
  readonly refusals: Refusals
  readonly ServerResponse: typeof GatewayResponse
  readonly #addresses: ClientAddresses
  readonly #unread: UnreadResponses
  readonly #arrivals = new Arrivals()
  readonly #limits: Limits
  readonly #server: RequestServer
  readonly #requestId: () => string
  readonly #observe: ((record: RequestRecord) => void) | undefined
  readonly #connectionsRefused: (count: number) => void
  #isStopping = false
  #refused = 0
  #tellsRefusedAtMs = 0

  constructor(fetch: Fetch, options: ShellOptions) {
    this.#requestId = options.requestId
    this.#observe = options.observe
    this.#connectionsRefused = options.connectionsRefused ?? (() => {})
    this.#addresses = new ClientAddresses(options.trustedProxies ?? [])
    this.#limits = { ...defaultLimits, ...options.limits }
    this.#unread = new UnreadResponses(this.#limits)
    this.connections = new Connections(this.#addresses, this.#limits)
    const headers = new ResponseHeaders(options)
    this.refusals = refusals({ docsUrl: `${options.apiUrl}/docs`, headers })
    this.#server = new RequestServer({ ...options, fetch }, this.refusals, this.#limits)
    this.ServerResponse = responseClass({
      headers,
      unread: this.#unread,
      fault: options.fault ?? (() => {}),
      newContext: ({ socket, headers: given }) =>
        this.#contextOf(
          socket,
          given['x-forwarded-for']?.toString(),
          readTraceParent(given.traceparent?.toString()),
        ),
    })
  }

  open(socket: Socket): void {
    socket.once('end', () => this.#endSoon(socket))
    if (this.connections.open(socket) !== null) return
    this.countRefused()
    socket.resetAndDestroy()
  }

  countRefused(): void {
    this.#refused++
  }

  /** Called every second, for what no event reports: late requests and the count of refused connections. */
  check(): void {
    this.#refuseLate()
    if (this.#refused === 0 || performance.now() < this.#tellsRefusedAtMs) return
    this.#tellsRefusedAtMs = performance.now() + refusedIntervalMs
    this.#connectionsRefused(this.#refused)
    this.#refused = 0
  }

  serve(incoming: IncomingMessage, outgoing: GatewayResponse): void {
    const { socket } = incoming
    overwriteBody(incoming, outgoing)
    const connection = this.connections.of(socket)
    if (connection === undefined) return void socket.destroy()
    if (ignoredBodyBytes(incoming) > this.#limits.ignoredBodyBytesMax)
      outgoing.setHeader('Connection', 'close')
    if (connection.waiting.length >= this.#limits.pipelinedMax) {
      socket.resetAndDestroy()
      return
    }
    const respond = (): void => {
      if (outgoing.destroyed) return
      const mayBeLast = this.#isStopping || this.connections.isCrowded(connection)
      const isLast = mayBeLast && connection.waiting.length === 0
      if (isLast || connection.unseenBytes > this.#limits.unseenBytesMax)
        outgoing.setHeader('Connection', 'close')
      this.#respond(incoming, outgoing)
    }
    const begin = (): void => this.#arrivals.add(respond)
    takeTurn(connection, outgoing, begin, () => {
      this.#unread.taken(socket)
      this.#observe?.(recordOf(incoming, outgoing))
    })
  }

  /** An `Expect` header that Node does not handle. */
  serveExpectation(incoming: IncomingMessage, outgoing: GatewayResponse): void {
    outgoing.once('close', () => this.#observe?.(recordOf(incoming, outgoing)))
    this.refusals.expectation(outgoing)
  }

  /** From now on, responses announce that their connection will close. */
  endConnections(): void {
    this.#isStopping = true
  }

  /** The client may have left, or may only have finished sending. Its response is sent if it is ready soon. */
  #endSoon(socket: Socket): void {
    const isWaiting = (this.connections.of(socket)?.current ?? null) !== null
    if (isWaiting) setTimeout(() => socket.destroy(), this.#limits.halfClosedMs).unref()
  }

  #respond(incoming: IncomingMessage, outgoing: GatewayResponse): void {
    if ((incoming.url?.length ?? 0) > this.#limits.urlLengthMax) {
      this.refusals.longAddress(outgoing)
      return
    }
    // Node takes the first, and a proxy in front may have looked at the last.
    if (isRepeated(incoming.rawHeaders, 'host')) {
      this.refusals.twoHosts(outgoing)
      return
    }
    this.#server.serve(incoming, outgoing)
  }

  /** For bytes that the parser could not read. Earlier requests are served first. */
  refuseBytes(error: NodeJS.ErrnoException, socket: Socket): void {
    const connection = this.connections.of(socket)
    const current = connection?.current ?? null
    if (current === null) this.#refuseUnread(error, socket)
    else if (current.req.complete) connection?.waiting.push(() => this.#refuseUnread(error, socket))
    else if (current.headersSent) socket.destroy()
    else current.statusByHand = this.refusals.notHttp(error, socket, current.context)
  }

  /** There is no request, only the attempt to send one. */
  #refuseUnread(error: NodeJS.ErrnoException, socket: Socket): void {
    const context = this.#contextOf(socket)
    const status = this.refusals.notHttp(error, socket, context)
    const unknown = { method: null, path: null, durationMs: 0, bodyBytes: 0, isAborted: false }
    if (status !== null) this.#observe?.({ context, status, ...unknown })
  }

  /** Node found no traffic on a connection. A reset immediately releases what the kernel holds for it. */
  timeOut(socket: Socket): void {
    if (this.#unread.isWaiting(socket)) socket.resetAndDestroy()
    else socket.destroy()
  }

  /** Refuses requests to the API that should have been complete by now. */
  #refuseLate(): void {
    const begunBeforeMs = performance.now() - this.#limits.apiRequestMs
    for (const { current, socket } of this.connections.all()) {
      if (current === null || current.startedMs > begunBeforeMs) continue
      if (current.req.complete || !current.req.url?.startsWith('/v1/')) continue
      if (current.headersSent) socket.destroy()
      else current.statusByHand = this.refusals.late(socket, current.context)
    }
  }

  #contextOf(socket: Socket, forwardedFor?: string, trace: Trace | null = null): RequestContext {
    const peer = this.connections.of(socket)?.peer ?? this.#addresses.peer(socket.remoteAddress)
    return new RequestContext(this.#requestId(), this.#addresses.client(peer, forwardedFor), trace)
  }
}
