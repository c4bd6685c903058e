/** A receiver that keeps everything it gets. */
import { once } from 'node:events'
import { createServer } from 'node:http'

export type EventReceiver = Readonly<{
  url: string
  /** How many requests have arrived. */
  readonly requests: number
  /** What is wrong in comparison with the committed events, whose bodies these are by their IDs. */
  mistakes(committed: ReadonlyMap<string, string>): readonly string[]
  close(): Promise<void>
}>

export async function openEventReceiver(): Promise<EventReceiver> {
  const bodies = new Map<string, Set<string>>()
  let requests = 0
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer)
    } catch {
      // Its sender was killed in the middle of it.
      return
    }
    requests += 1
    const id = String(request.headers['webhook-id'])
    bodies.set(id, (bodies.get(id) ?? new Set()).add(Buffer.concat(chunks).toString()))
    response.writeHead(204).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}/webhooks`,
    get requests() {
      return requests
    },
    mistakes: (committed) => [
      ...[...committed.keys()]
        .filter((id) => !bodies.has(id))
        .map((id) => `${id} was committed and never arrived`),
      ...[...bodies].flatMap(([id, received]) => mistakesIn(id, received, committed.get(id))),
    ],
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function mistakesIn(
  id: string,
  received: ReadonlySet<string>,
  committed: string | undefined,
): readonly string[] {
  if (committed === undefined) return [`${id} arrived and was never committed`]
  return received.size === 1 && received.has(committed)
    ? []
    : [`${id} arrived with other bytes than were committed`]
}
