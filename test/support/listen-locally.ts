/** A server of a test's own on a free port of this machine. */
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Certificate } from './own-certificate.ts'

export type LocalServer = Readonly<{ port: number; close(): Promise<void> }>

/** With a certificate, clients reach it by https. */
export async function listenLocally(
  listener: RequestListener,
  certificate: Certificate | null,
): Promise<LocalServer> {
  const server = certificate === null ? createServer(listener) : createTlsServer(certificate, listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
