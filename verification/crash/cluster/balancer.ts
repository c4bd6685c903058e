/**
 * The one address of several nodes. Each request goes to any node that takes it, so that one customer meets all of them;
 * what a node has answered, and how soon, is written down.
 */
import { once } from 'node:events'
import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http'

export type Answered = Readonly<{
  path: string
  status: number
  tookMs: number
  saysWhen: boolean
  requestId: string
}>

export class Balancer {
  readonly url: string
  readonly #server: Server
  readonly #agent = new Agent({ keepAlive: true })

  static async start(ports: () => readonly number[], answered: (one: Answered) => void): Promise<Balancer> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('the balancer has no port')
    return new Balancer(server, address.port, { ports, answered })
  }

  private constructor(
    server: Server,
    port: number,
    nodes: Readonly<{ ports: () => readonly number[]; answered: (one: Answered) => void }>,
  ) {
    this.#server = server
    this.url = `http://127.0.0.1:${port}`
    server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
      const startedMs = performance.now()
      outgoing.on('error', () => {})
      void bodyOf(incoming).then(
        (body) =>
          this.#pass(incoming, body, outgoing, shuffled(nodes.ports()), ({ statusCode = 0, headers }) =>
            nodes.answered({
              path: incoming.url ?? '',
              status: statusCode,
              tookMs: performance.now() - startedMs,
              saysWhen: headers['retry-after'] !== undefined,
              requestId: String(headers['flowlix-request-id']),
            }),
          ),
        () => outgoing.destroy(),
      )
    })
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    this.#agent.destroy()
    await closed
  }

  /** To the first of these nodes that listens. A node that dies meanwhile takes the client's connection with it. */
  #pass(
    incoming: IncomingMessage,
    body: Buffer,
    outgoing: ServerResponse,
    [port, ...others]: readonly number[],
    answered: (response: IncomingMessage) => void,
  ): void {
    if (port === undefined) return void outgoing.destroy()
    const { method, url, headers } = incoming
    const passed = request({ host: '127.0.0.1', port, method, path: url, headers, agent: this.#agent })
    passed.on('response', (response) => {
      outgoing.writeHead(response.statusCode ?? 0, response.rawHeaders)
      response.on('end', () => answered(response))
      response.on('error', () => outgoing.destroy())
      response.pipe(outgoing)
    })
    passed.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' && !outgoing.headersSent)
        this.#pass(incoming, body, outgoing, others, answered)
      else outgoing.destroy()
    })
    passed.end(body)
  }
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function shuffled<Item>(items: readonly Item[]): readonly Item[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .sort((one, other) => one.order - other.order)
    .map(({ item }) => item)
}
