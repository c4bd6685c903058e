/** Sends one request on a connection, and receives as much of its response as is worth having. */
import { type ClientRequest, type IncomingMessage, request as startRequest } from 'node:http'
import type { Socket } from 'node:net'
import { beginningOf } from './beginning-of.ts'

export type Posted =
  | Readonly<{ kind: 'responded'; statusCode: number; retryAfter: string | null; body: Buffer }>
  /** `ended`: by the signal. */
  | Readonly<{ kind: 'lost'; cause: 'connection_reset' | 'answer_too_large' | 'ended' }>

type OutgoingPost = Readonly<{ url: URL; headers: Readonly<Record<string, string>>; body: string }>

const headerBytesMax = 8 * 1_024
const bodyBytesMax = 64 * 1_024

/** Once there is a status, the rest of the response cannot change the outcome. */
export async function post(socket: Socket, sent: OutgoingPost, ended: AbortSignal): Promise<Posted> {
  const stop = (): void => void socket.destroy()
  ended.addEventListener('abort', stop)
  if (ended.aborted) stop()
  try {
    const response = await responseTo(start(socket, sent))
    if (!('headers' in response)) return ended.aborted ? { kind: 'lost', cause: 'ended' } : response
    const { statusCode = 0, headers } = response
    const retryAfter = headers['retry-after'] ?? null
    return { kind: 'responded', statusCode, retryAfter, body: await beginningOf(response, bodyBytesMax) }
  } finally {
    ended.removeEventListener('abort', stop)
    socket.destroy()
  }
}

function start(socket: Socket, { url, headers, body }: OutgoingPost): ClientRequest {
  const request = startRequest({
    method: 'POST',
    path: `${url.pathname}${url.search}`,
    headers: { ...headers, host: url.host, connection: 'close', 'content-length': Buffer.byteLength(body) },
    maxHeaderSize: headerBytesMax,
    createConnection: () => socket,
  })
  request.end(body)
  return request
}

function responseTo(request: ClientRequest): Promise<IncomingMessage | Extract<Posted, { kind: 'lost' }>> {
  return new Promise((resolve) => {
    const lose = (cause: 'connection_reset' | 'answer_too_large'): void => resolve({ kind: 'lost', cause })
    request.on('response', resolve)
    request.on('upgrade', () => lose('connection_reset'))
    // Errors of later come here, too, and change nothing anymore.
    request.on('error', ({ code }: NodeJS.ErrnoException) =>
      lose(code === 'HPE_HEADER_OVERFLOW' ? 'answer_too_large' : 'connection_reset'),
    )
    request.on('close', () => lose('connection_reset'))
  })
}
