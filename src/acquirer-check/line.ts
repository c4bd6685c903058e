/**
 * The line to the acquirer: an HTTP proxy on this machine, through which the adapter connects, and on which a request or its
 * answer is lost when the check says so. It only forwards bytes that it cannot read.
 */
import { once } from 'node:events'
import { createServer, request, type Server } from 'node:http'
import { request as secureRequest } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { credentialsOf } from '../platform/outgoing/tunnel.ts'
import { ClientBytes } from './client-bytes.ts'

/** What is lost on a connection: the request before it leaves, or its answer. */
export type Loss = 'request' | 'answer'

const answerMaxMs = 10_000

class ProxyRefused extends Error {}

export class Line {
  #connections = 0
  #losses = new Map<number, Loss>()
  readonly #server: Server
  readonly #upstream: URL | null
  readonly #graceMs: number
  readonly #sockets = new Set<Duplex>()
  #trouble: string | null = null

  private constructor(server: Server, upstream: string | null, graceMs: number) {
    this.#server = server
    this.#graceMs = graceMs
    this.#upstream = upstream === null ? null : new URL(upstream)
    server.on('connect', (message, socket, head) => void this.#tunnel(message.url ?? '', socket, head))
  }

  /**
   * `upstream`: the proxy that this machine needs to reach the acquirer. `graceMs`: how long an acquirer that has begun to
   * answer may still receive, so that it has the whole request when its answer is lost.
   */
  static async open(upstream: string | null, graceMs: number): Promise<Line> {
    const server = createServer((_, response) => response.writeHead(405).end())
    const line = new Line(server, upstream, graceMs)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return line
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Of all connections until now. */
  get connections(): number {
    return this.#connections
  }

  /** Why the acquirer could not be reached at last. The adapter only learns that the line did not get through. */
  get trouble(): string | null {
    return this.#trouble
  }

  /** Forgets losses that did not happen, and troubles. */
  repair(): void {
    this.#losses = new Map()
    this.#trouble = null
  }

  /** `nth`: of the connections that begin from now on, where 1 is the next one. */
  lose(nth: number, loss: Loss): void {
    this.#losses = new Map([[this.#connections + nth, loss]])
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #tunnel(target: string, client: Duplex, head: Buffer): Promise<void> {
    const loss = this.#losses.get(++this.#connections) ?? null
    this.#watch(client)
    try {
      const server = this.#watch(await this.#reach(target))
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      if (head.length > 0) client.unshift(head)
      if (loss === null) join(client, server)
      else interrupt(client, server, loss, this.#graceMs)
    } catch (error) {
      this.#trouble = this.#described(target, error)
      client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
    }
  }

  async #reach(target: string): Promise<Duplex> {
    if (this.#upstream !== null) return throughProxy(this.#upstream, target)
    const { hostname, port } = new URL(`tcp://${target}`)
    const socket: Socket = connect(Number(port), hostname.replace(/^\[(.*)\]$/, '$1'))
    await once(socket, 'connect')
    return socket
  }

  #described(target: string, error: unknown): string {
    if (error instanceof ProxyRefused) return error.message
    const place = this.#upstream === null ? target : `the proxy ${this.#upstream.host}`
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    return `${place} could not be reached${code}`
  }

  #watch(socket: Duplex): Duplex {
    this.#sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#sockets.delete(socket))
    return socket
  }
}

function join(client: Duplex, server: Duplex): void {
  client.pipe(server).pipe(client)
  client.on('close', () => server.destroy())
  server.on('close', () => client.destroy())
}

function interrupt(client: Duplex, server: Duplex, loss: Loss, graceMs: number): void {
  const bytes = new ClientBytes()
  let hasBegun = false
  client.on('data', (chunk: Buffer) => {
    const begins = !hasBegun && bytes.feed(chunk)
    hasBegun ||= begins
    if (hasBegun && loss === 'request') {
      client.destroy()
      server.destroy()
      return
    }
    server.write(chunk)
    if (begins) void loseAnswer(client, server, graceMs)
  })
  server.on('data', (chunk: Buffer) => {
    if (!hasBegun) client.write(chunk)
  })
}

/** The acquirer's side stays open, so that it works on. */
async function loseAnswer(client: Duplex, server: Duplex, graceMs: number): Promise<void> {
  const late = new AbortController()
  const began = once(server, 'data', { signal: late.signal }).catch(() => {})
  await Promise.race([began, sleep(answerMaxMs, undefined, { ref: false })])
  late.abort()
  await sleep(graceMs)
  client.destroy()
}

async function throughProxy(proxy: URL, target: string): Promise<Duplex> {
  const send = proxy.protocol === 'https:' ? secureRequest : request
  const outgoing = send({
    host: proxy.hostname,
    port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
    method: 'CONNECT',
    path: target,
    headers: { Host: target, ...credentialsOf(proxy) },
    agent: false,
  })
  outgoing.end()
  const [{ statusCode }, socket] = (await once(outgoing, 'connect')) as [{ statusCode: number }, Duplex]
  if (statusCode === 200) return socket
  socket.destroy()
  throw new ProxyRefused(`the proxy ${proxy.host} refused the connection with status ${statusCode}`)
}
