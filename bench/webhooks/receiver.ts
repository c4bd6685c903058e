/** Receivers of a benchmark: one that takes everything, and one that says nothing. */
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'

export type Receiver = Readonly<{
  url: string
  /** How many requests have come. */
  readonly received: number
  close(): Promise<void>
}>

export const openWillingReceiver = (): Promise<Receiver> =>
  open((request, response) => {
    request.resume()
    request.once('end', () => response.writeHead(204).end())
  })

export const openSilentReceiver = (): Promise<Receiver> => open((request) => void request.resume())

async function open(respond: RequestListener): Promise<Receiver> {
  let received = 0
  const server = createServer((request, response) => {
    received += 1
    respond(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}/webhooks`,
    get received() {
      return received
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
