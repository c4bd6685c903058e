/** Node's response with what every response of this gateway has: a context, the headers that no route may miss, a record. */
import { type IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { PlainResponse } from '../plain-http.ts'
import type { RequestContext } from '../request-context.ts'
import type { ResponseHeaders } from './response-headers.ts'
import type { UnreadResponses } from './unread-responses.ts'

type ResponseMaker = Readonly<{
  headers: ResponseHeaders
  unread: UnreadResponses
  newContext(request: IncomingMessage): RequestContext
  /** Called with the reason if a response could not be sent. */
  fault(error: unknown, requestId: string): void
}>

/** The class from which Node's server makes a response for each request. */
export function responseClass(maker: ResponseMaker): typeof GatewayResponse {
  return class extends GatewayResponse {
    constructor(request: IncomingMessage, options?: object) {
      super(request, options)
      this.maker = maker
      this.context = maker.newContext(request)
    }
  }
}

export class GatewayResponse extends ServerResponse {
  declare context: RequestContext
  declare maker: ResponseMaker
  readonly startedMs = performance.now()
  /** Every body is made whole before it is sent. */
  bodyBytes = 0
  /** Of a refusal that was written to the socket in place of this response. */
  statusByHand: number | null = null
  #saysClose = false

  constructor(request: IncomingMessage, options?: object) {
    // Node's types leave the second argument out; its server does not.
    super(...([request, options] as unknown as [IncomingMessage]))
  }

  /** Later requests on its connection cannot be responded to. */
  get endsConnection(): boolean {
    return this.#saysClose || this.statusByHand !== null
  }

  override writeHead(status: number, ...rest: unknown[]): this {
    const given = rest.at(-1)
    const headers = typeof given === 'object' && given !== null ? { ...given } : {}
    const complete = this.maker.headers.complete(this.req.url ?? '', this.context.id, headers)
    return this.#head(status, complete as OutgoingHttpHeaders)
  }

  /** The whole response of the API. */
  respond({ status, headers, body }: PlainResponse): void {
    const list = this.maker.headers.listForApi(this.context.id, headers)
    list.push('Content-Length', String(Buffer.byteLength(body)))
    this.#head(status, list)
    this.end(body)
  }

  /** An invalid header is our fault. If the error were thrown to the caller, it would be printed to stderr unmasked. */
  #head(status: number, headers: OutgoingHttpHeaders | string[]): this {
    this.#saysClose = saysClose(headers) || this.getHeader('connection') === 'close'
    try {
      return super.writeHead(status, headers)
    } catch (error) {
      this.maker.fault(error, this.context.id)
      return this.destroy()
    }
  }

  override end(...args: unknown[]): this {
    const [chunk] = args
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) this.bodyBytes = Buffer.byteLength(chunk)
    super.end(...(args as []))
    const { socket } = this
    if (socket !== null && socket.writableLength > 0) this.maker.unread.wait(socket)
    return this
  }
}

function saysClose(headers: OutgoingHttpHeaders | string[]): boolean {
  if (Array.isArray(headers)) return headers.includes('close')
  return (headers.connection ?? headers.Connection) === 'close'
}
