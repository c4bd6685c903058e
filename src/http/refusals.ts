/** Responses to what never reaches a route: bytes that are not HTTP, addresses that cannot be read, unmet expectations. */
import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { RequestError } from '@hono/node-server'
import { ApiError, errorBody, statusOfError } from '../api/api-error.ts'
import type { GatewayResponse } from './gateway-response.ts'
import type { ResponseHeaders } from './response-headers.ts'

export type Refusals = Readonly<{
  /** The parser has given up, so there is no response object: the bytes are written by hand. */
  notHttp(error: NodeJS.ErrnoException, socket: Socket): void
  /** An `Expect` header that asks for something other than `100-continue`. */
  expectation(request: IncomingMessage, response: GatewayResponse): void
  /** No usable Host or address, or a fault that no route has caught. */
  unrouted(thrown: unknown, requestId: string): Response
}>

type Maker = Readonly<{ docsUrl: string; headers: ResponseHeaders; requestId(): string }>
type Refusal = readonly [status: number, message: string]

const byCode: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: [431, 'The headers are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request was not complete in time.'],
}
const notHttp: Refusal = [400, 'This is not a valid HTTP request.']
const contentType = { 'Content-Type': 'application/json; charset=utf-8' }

export function refusals(maker: Maker): Refusals {
  const bodyOf = (error: ApiError, requestId: string) => errorBody(error, requestId, maker.docsUrl)
  return {
    notHttp: (error, socket) => {
      if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
      const [status, message] = byCode[error.code ?? ''] ?? notHttp
      const requestId = maker.requestId()
      const body = bodyOf(new ApiError('parameter_invalid', message), requestId)
      const headers = {
        ...maker.headers.complete('', requestId, contentType),
        'Content-Length': Buffer.byteLength(body),
        Connection: 'close',
      }
      const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
      socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head.join('\r\n')}\r\n\r\n${body}`)
    },
    expectation: (_request, response) => {
      const message = 'Only "Expect: 100-continue" is supported.'
      const body = bodyOf(new ApiError('parameter_invalid', message, 'Expect'), response.context.id)
      response.writeHead(417, {
        ...contentType,
        'Content-Length': Buffer.byteLength(body),
        Connection: 'close',
      })
      response.end(body)
    },
    unrouted: (thrown, requestId) => {
      const error =
        thrown instanceof RequestError
          ? new ApiError('parameter_invalid', notHttp[1])
          : new ApiError(
              'internal_error',
              'Something went wrong on our side. The request ID helps to find out what.',
            )
      return new Response(bodyOf(error, requestId), {
        status: statusOfError(error.code),
        headers: contentType,
      })
    },
  }
}
