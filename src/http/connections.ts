/** The open connections: whose they are, how many an address has, and the one request that each is being served. */
import type { Socket } from 'node:net'
import type { ClientAddresses, Peer } from './client-address.ts'
import type { GatewayResponse } from './gateway-response.ts'
import type { Limits } from './limits.ts'

type Connection = {
  readonly socket: Socket
  readonly peer: Peer
  /** The request being served now. */
  current: GatewayResponse | null
  /** Requests that came behind it. */
  readonly waiting: (() => void)[]
  /** A response has ended it, and what still comes is not served. */
  isOver: boolean
  /** Of responses made while other requests were already waiting; the client may not be reading them. */
  unseenBytes: number
}

type ConnectionLimits = Pick<Limits, 'connectionsMax' | 'connectionsPerAddress'>

export class Connections {
  readonly #addresses: ClientAddresses
  readonly #limits: ConnectionLimits
  readonly #bySocket = new Map<Socket, Connection>()
  readonly #counts = new Map<string, number>()

  constructor(addresses: ClientAddresses, limits: ConnectionLimits) {
    this.#addresses = addresses
    this.#limits = limits
  }

  /** Null when its address has as many connections as it may have. */
  open(socket: Socket): Connection | null {
    const peer = this.#addresses.peer(socket.remoteAddress)
    if (!this.#count(peer)) return null
    const connection: Connection = { socket, peer, current: null, waiting: [], isOver: false, unseenBytes: 0 }
    this.#bySocket.set(socket, connection)
    socket.once('close', () => {
      this.#bySocket.delete(socket)
      connection.waiting.length = 0
      this.#uncount(peer)
    })
    return connection
  }

  of(socket: Socket): Connection | undefined {
    return this.#bySocket.get(socket)
  }

  all(): Iterable<Connection> {
    return this.#bySocket.values()
  }

  /** So many are open that none may be kept idle: they would keep others out. */
  isCrowded({ peer: { limitBy } }: Connection): boolean {
    const { connectionsMax, connectionsPerAddress } = this.#limits
    const ofAddress = limitBy === null ? 0 : (this.#counts.get(limitBy) ?? 0)
    return this.#bySocket.size > connectionsMax / 2 || ofAddress > connectionsPerAddress / 2
  }

  #count({ limitBy }: Peer): boolean {
    if (limitBy === null) return true
    const count = this.#counts.get(limitBy) ?? 0
    if (count >= this.#limits.connectionsPerAddress) return false
    this.#counts.set(limitBy, count + 1)
    return true
  }

  #uncount({ limitBy }: Peer): void {
    if (limitBy === null) return
    const count = this.#counts.get(limitBy) ?? 0
    if (count > 1) this.#counts.set(limitBy, count - 1)
    else this.#counts.delete(limitBy)
  }
}

/**
 * Requests of one connection are served one after another, even if the client did not wait. Unread responses do not pile
 * up, and nothing is done for a request whose response could no longer be delivered.
 */
export function takeTurn(
  connection: Connection,
  response: GatewayResponse,
  serve: () => void,
  done: () => void,
): void {
  const begin = (): void => {
    connection.current = response
    response.once('close', () => {
      connection.current = null
      connection.unseenBytes = connection.waiting.length > 0 ? connection.unseenBytes + response.bodyBytes : 0
      done()
      if (response.endsConnection) connection.isOver = true
      if (connection.isOver) connection.waiting.length = 0
      connection.waiting.shift()?.()
    })
    serve()
  }
  if (connection.isOver) return
  if (connection.current === null) begin()
  else connection.waiting.push(begin)
}
