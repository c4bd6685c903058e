/** Node's response with what every response of this gateway has: a context, and the headers that no route may miss. */
import { type IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { RequestContext } from '../request-context.ts'
import type { ResponseHeaders } from './response-headers.ts'

export type ResponseMaker = Readonly<{ headers: ResponseHeaders; newContext(): RequestContext }>

/** As Node's server wants it: a class that it makes a response of for each request. */
export function responseClass(maker: ResponseMaker): typeof GatewayResponse {
  return class extends GatewayResponse {
    constructor(request: IncomingMessage, options?: object) {
      super(request, options)
      this.maker = maker
      this.context = maker.newContext()
    }
  }
}

export class GatewayResponse extends ServerResponse {
  declare context: RequestContext
  declare maker: ResponseMaker

  constructor(request: IncomingMessage, options?: object) {
    // The types of Node leave the second argument out, its server does not.
    super(request, ...((options === undefined ? [] : [options]) as []))
  }

  override writeHead(status: number, ...rest: unknown[]): this {
    const given = (rest.at(-1) ?? {}) as OutgoingHttpHeaders | string
    const headers = typeof given === 'object' ? given : {}
    const path = this.req.url ?? ''
    return super.writeHead(
      status,
      this.maker.headers.complete(path, this.context.id, headers) as OutgoingHttpHeaders,
    )
  }
}
