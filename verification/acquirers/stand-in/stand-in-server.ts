/**
 * A server in the place of an acquirer, on this machine: it gives what arrives to the acquirer's rules, and breaks
 * connections and answers as it is told. The rules are another file's, for each acquirer.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Desk } from './desk.ts'
import type { Fault, Faults, StandInAnswer } from './faults.ts'
import type { RequestLog, SeenRequest } from './request-log.ts'

export type StandInOptions = Readonly<{
  desk: Desk
  /** A free one by default. Given, another stand-in can take the place of this one. */
  port?: number
}>

export type StandIn = Readonly<{
  /** Such as `http://127.0.0.1:41233`. */
  url: string
  port: number
  log: RequestLog
  faults: Faults
  /** Acts on the requests that were held back, in their order. */
  releaseLate(): void
  close(): Promise<void>
}>

export async function startStandIn({ desk, port = 0 }: StandInOptions): Promise<StandIn> {
  const server = createServer(async (incoming, response) => {
    const request = await read(incoming)
    if (request === null) return
    const { fault, handle } = desk.receive(request)
    await respond(response, fault, handle)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const actual = portOf(server)
  return {
    url: `http://127.0.0.1:${actual}`,
    port: actual,
    log: desk.log,
    faults: desk.faults,
    releaseLate: () => desk.releaseLate(),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** Null if the client went away before it had sent everything. */
async function read(incoming: IncomingMessage): Promise<SeenRequest | null> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk)
  } catch {
    return null
  }
  const url = new URL(incoming.url ?? '/', 'http://stand-in')
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])
  return {
    method: incoming.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString(),
  }
}

async function respond(
  response: ServerResponse,
  fault: Fault | null,
  handle: () => StandInAnswer,
): Promise<void> {
  const socket = response.socket
  switch (fault?.kind) {
    case undefined:
      return write(response, handle())
    case 'unreachable':
    case 'request_lost':
    case 'late':
      return void socket?.resetAndDestroy()
    case 'answer_lost':
      handle()
      return void socket?.resetAndDestroy()
    case 'silent':
      if (fault.isHandled) handle()
      return
    case 'instead':
      if (fault.isHandled) handle()
      return write(response, fault.answer)
    case 'changed':
      return write(response, fault.change(handle()))
    case 'delayed': {
      const answer = handle()
      await sleep(fault.byMs)
      return write(response, answer)
    }
    case 'truncated':
      return cutOff(response, handle())
    case 'dripping':
      return drip(response, handle())
    case 'garbage':
      handle()
      return void socket?.end('this is not HTTP\r\n\r\n')
  }
}

function write(response: ServerResponse, { status, headers = {}, body }: StandInAnswer): void {
  response.writeHead(status, headersOf(headers, body)).end(body)
}

function cutOff(response: ServerResponse, { status, headers = {}, body }: StandInAnswer): void {
  response.writeHead(status, headersOf(headers, body))
  response.write(body.slice(0, Math.max(1, body.length / 2)), () => response.socket?.destroy())
}

function drip(response: ServerResponse, { status, headers = {}, body }: StandInAnswer): void {
  response.writeHead(status, headersOf(headers, `${body}${' '.repeat(100_000)}`))
  const timer = setInterval(() => response.write(' '), 20)
  response.on('close', () => clearInterval(timer))
}

function headersOf(headers: Readonly<Record<string, string>>, body: string): Record<string, string> {
  return {
    'content-type': 'application/json; charset=utf-8',
    ...headers,
    'content-length': String(Buffer.byteLength(body)),
  }
}
