/** Many receivers in one process: those that take events, one that says nothing, and addresses where nobody listens. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { freePort } from '../../gateway-process.ts'

export type ManyReceivers = Readonly<{
  /** Where each is. The first ones are dead. */
  urls: readonly string[]
  /** How often each event has come, by its ID, at those that are not dead. */
  counts: ReadonlyMap<string, number>
  /** What came and should not have. */
  mistakes: readonly string[]
  close(): Promise<void>
}>

/** `bodyOf` is what must come for an event, and `receiverOf` where. */
export async function openManyReceivers(
  count: number,
  dead: number,
  expected: Readonly<{ bodyOf: (id: string) => string; receiverOf: (id: string) => number }>,
): Promise<ManyReceivers> {
  const counts = new Map<string, number>()
  const mistakes: string[] = []
  const take = (at: number, id: string, body: string): void => {
    counts.set(id, (counts.get(id) ?? 0) + 1)
    if (expected.receiverOf(id) !== at) mistakes.push(`${id} came to receiver ${at}`)
    if (expected.bodyOf(id) !== body) mistakes.push(`${id} came with other bytes`)
  }
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const at = Number(request.url?.slice(1))
    const body = await bodyOf(request)
    // Its sender was killed in the middle of it, or it is one of those that say nothing.
    if (body === null || at < dead) return
    take(at, String(request.headers['webhook-id']), body)
    response.writeHead(204).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const closed = await freePort()
  const portOf = (at: number): number => (at < dead && at % 2 === 0 ? closed : address.port)
  return {
    ...{ counts, mistakes },
    urls: Array.from({ length: count }, (_, at) => `http://127.0.0.1:${portOf(at)}/${at}`),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer)
  } catch {
    return null
  }
  return Buffer.concat(chunks).toString()
}
