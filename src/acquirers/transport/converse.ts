/** Sends one request on a connection and receives its response. From the first byte on, whatever fails is inconclusive. */
import { type ClientRequest, type IncomingMessage, request as requestPlain } from 'node:http'
import type { Socket } from 'node:net'
import type { InconclusiveCause, Outcome, OutgoingRequest, ReceivedResponse } from './outcome.ts'

const headerBytesMax = 32 * 1024
/** A page of a statement can have some megabytes. */
const bodyBytesMax = 8 * 1024 * 1024

export function converse(
  socket: Socket,
  url: URL,
  request: OutgoingRequest,
  ended: AbortSignal,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const lost = (cause: InconclusiveCause) => settle({ kind: 'inconclusive', cause })
    const onEnd = () => lost(ended.reason)
    const settle = (outcome: Outcome) => {
      ended.removeEventListener('abort', onEnd)
      socket.destroy()
      resolve(outcome)
    }
    const sent = started(socket, url, request)
    if (sent === null) return settle({ kind: 'not_sent', cause: 'invalid_request' })
    ended.addEventListener('abort', onEnd)
    let response: IncomingMessage | null = null
    sent.on('response', (first) => {
      response = first
      receive(first).then(settle, () => lost('connection_lost'))
    })
    sent.on('upgrade', () => lost('bad_response'))
    // What comes after a whole response does not take it back.
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (response?.complete !== true) lost(causeOf(error))
    })
    sent.on('close', () => {
      if (response === null) lost('connection_lost')
    })
    sent.end(request.body ?? undefined)
    if (ended.aborted) onEnd()
  })
}

/** Null if it cannot be written as HTTP. Nothing is written before `end`. */
function started(socket: Socket, url: URL, { method, headers }: OutgoingRequest): ClientRequest | null {
  try {
    return requestPlain({
      method,
      path: `${url.pathname}${url.search}`,
      headers: { ...headers, host: url.host, connection: 'close' },
      maxHeaderSize: headerBytesMax,
      createConnection: () => socket,
    })
  } catch {
    return null
  }
}

/** Rejects if the connection ends before the body does. */
async function receive(response: IncomingMessage): Promise<Outcome> {
  if (!isLengthKnown(response)) return inconclusive('length_unknown')
  if ((response.headers['content-encoding'] ?? 'identity') !== 'identity') return inconclusive('encoded_body')
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > bodyBytesMax) return inconclusive('body_too_large')
    chunks.push(chunk)
  }
  return whole(response, Buffer.concat(chunks))
}

/** Without its length, a body ends where the connection ends, and one that was cut off looks whole. */
function isLengthKnown({ headers, statusCode }: IncomingMessage): boolean {
  return (
    statusCode === 204 ||
    statusCode === 304 ||
    headers['content-length'] !== undefined ||
    headers['transfer-encoding'] !== undefined
  )
}

function whole({ statusCode = 0, headers }: IncomingMessage, bytes: Buffer): Outcome {
  try {
    const body = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return { kind: 'response', status: statusCode, headers: joined(headers), body }
  } catch {
    return inconclusive('not_text')
  }
}

function joined(headers: IncomingMessage['headers']): ReceivedResponse['headers'] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}

function causeOf({ code = '' }: NodeJS.ErrnoException): InconclusiveCause {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers_too_large'
  return code.startsWith('HPE_') ? 'bad_response' : 'connection_lost'
}

function inconclusive(cause: InconclusiveCause): Outcome {
  return { kind: 'inconclusive', cause }
}
