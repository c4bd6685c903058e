/** A small load balancer: it asks each node whether it is ready, and passes each request to one that is, on a connection of its own. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const askEveryMs = 100
/** For a node that hangs. One that answers late is only on a busy machine. */
const answerMaxMs = 30_000

export class Balancer {
  readonly #server: Server
  readonly #nodes: readonly number[]
  #ready: readonly number[] = []
  #turn = 0
  #isClosed = false

  /** By the ports of the nodes on this machine. */
  static async start(port: number, nodes: readonly number[]): Promise<Balancer> {
    const balancer = new Balancer(nodes)
    balancer.#server.listen(port, '127.0.0.1')
    await once(balancer.#server, 'listening')
    void balancer.#watch()
    return balancer
  }

  private constructor(nodes: readonly number[]) {
    this.#nodes = nodes
    this.#server = createServer((incoming, outgoing) => this.#pass(incoming, outgoing))
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get ready(): readonly number[] {
    return this.#ready
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#server.close()
    this.#server.closeAllConnections()
    await once(this.#server, 'close')
  }

  async #watch(): Promise<void> {
    while (!this.#isClosed) {
      const states = await Promise.all(this.#nodes.map(isReady))
      this.#ready = this.#nodes.filter((_, i) => states[i])
      await sleep(askEveryMs)
    }
  }

  #pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    this.#turn += 1
    const port = this.#ready[this.#turn % Math.max(1, this.#ready.length)]
    if (port === undefined) return void outgoing.writeHead(502).end('no node is ready')
    const { method, url: path, headers } = incoming
    const passed = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(outgoing)
    })
    // Never sent again: it may have been done.
    passed.on('error', () =>
      outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end('lost'),
    )
    incoming.pipe(passed)
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(answerMaxMs) })).ok
  } catch {
    return false
  }
}
