/** Responses to what never reaches a route: bytes that are not HTTP, addresses that cannot be read, unmet expectations. */
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { RequestError } from '@hono/node-server'
import { ApiError, errorBody } from '../api/api-error.ts'
import { errorResponse, internalError } from '../api/error-response.ts'
import type { RequestContext } from '../request-context.ts'
import type { GatewayResponse } from './gateway-response.ts'
import type { ResponseHeaders } from './response-headers.ts'

export type Refusals = Readonly<{
  /**
   * Node's parser has given up, so the response is written to the socket directly. Returns its status, or null if it cannot be
   * sent.
   */
  notHttp(error: NodeJS.ErrnoException, socket: Socket, context: RequestContext): number | null
  /** For a request that is not complete in time: also written directly, because Node's response belongs to a waiting route. */
  late(socket: Socket, context: RequestContext): number
  longAddress(response: GatewayResponse): void
  twoHosts(response: GatewayResponse): void
  /** An `Expect` header that asks for something other than `100-continue`. */
  expectation(response: GatewayResponse): void
  /** No usable Host or address, or a fault that no route has caught. */
  unrouted(thrown: unknown, requestId: string): Response
}>

type Maker = Readonly<{ docsUrl: string; headers: ResponseHeaders }>
type Refusal = readonly [status: number, message: string]

const late: Refusal = [408, 'The request was not completed in time.']
const byCode: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: [431, 'The headers are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: late,
}
const notHttp: Refusal = [400, 'This is not a valid HTTP request.']
/** How long a client may take to read the reason before its connection is closed. */
const lingeringMs = 1_000
const contentType = { 'Content-Type': 'application/json; charset=utf-8' }

export function refusals(maker: Maker): Refusals {
  const bodyOf = (error: ApiError, requestId: string) => errorBody(error, requestId, maker.docsUrl)
  const byHand = (socket: Socket, [status, message]: Refusal, requestId: string): number => {
    const body = bodyOf(new ApiError('parameter_invalid', message), requestId)
    const headers = maker.headers.complete('', requestId, headersOf(body))
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
    setTimeout(() => socket.destroy(), lingeringMs).unref()
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head.join('\r\n')}\r\n\r\n${body}`)
    return status
  }
  const asResponse = (response: GatewayResponse, status: number, message: string, param: string | null) => {
    const body = bodyOf(new ApiError('parameter_invalid', message, param), response.context.id)
    response.writeHead(status, headersOf(body))
    response.end(body)
  }
  return {
    notHttp: (error, socket, context) => {
      if (socket.writable && error.code !== 'ECONNRESET')
        return byHand(socket, byCode[error.code ?? ''] ?? notHttp, context.id)
      socket.destroy()
      return null
    },
    late: (socket, context) => byHand(socket, late, context.id),
    longAddress: (response) => asResponse(response, 414, 'The URL is too long.', null),
    twoHosts: (response) => asResponse(response, 400, 'The Host header must be sent once.', 'Host'),
    expectation: (response) =>
      asResponse(response, 417, 'Only "Expect: 100-continue" is supported.', 'Expect'),
    unrouted: (thrown, requestId) => {
      const error =
        thrown instanceof RequestError ? new ApiError('parameter_invalid', notHttp[1]) : internalError()
      const { status, headers, body } = errorResponse(error, requestId, maker.docsUrl)
      return new Response(body, { status, headers })
    },
  }
}

/** After a refusal, nothing more is read from the connection. */
function headersOf(body: string) {
  return { ...contentType, 'Content-Length': String(Buffer.byteLength(body)), Connection: 'close' }
}
