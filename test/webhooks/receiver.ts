/** Receivers of a test's own: real servers on this machine, good ones and every kind of bad one. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createRawServer, type Socket } from 'node:net'
import type { Certificate } from '../support/own-certificate.ts'

export type Received = Readonly<{
  method: string
  path: string
  headers: IncomingMessage['headers']
  rawHeaders: readonly string[]
  body: string
}>

export type Receiver = Readonly<{ port: number; received: Received[]; close(): Promise<void> }>

type Respond = (response: ServerResponse, received: Received) => void

type ReceiverOptions = Readonly<{ host?: string; certificate?: Certificate }>

/** Counts what has come, and then responds. */
export async function openReceiver(respond: Respond, options: ReceiverOptions = {}): Promise<Receiver> {
  const received: Received[] = []
  const listener = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { method = '', url: path = '', headers, rawHeaders } = request
    const one = { method, path, headers, rawHeaders, body: Buffer.concat(chunks).toString() }
    received.push(one)
    respond(response, one)
  }
  const { certificate, host = '127.0.0.1' } = options
  const server = certificate ? createTlsServer(certificate, listener) : createServer(listener)
  server.listen(0, host)
  await once(server, 'listening')
  return { port: portOf(server), received, close: () => closed(server) }
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

/** Speaks no HTTP of its own: `converse` gets each connection. */
export async function openRawReceiver(
  converse: (socket: Socket) => void,
): Promise<Omit<Receiver, 'received'>> {
  const sockets = new Set<Socket>()
  const server = createRawServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    converse(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
