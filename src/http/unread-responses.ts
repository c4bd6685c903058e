/**
 * Responses that have not been read yet. A client that reads nothing is disconnected after a while, and all unread bytes
 * together are limited: the connection that has waited longest is closed first.
 */
import type { Socket } from 'node:net'

type UnreadLimits = Readonly<{ waitingBytesMax: number; stalledMs: number }>

export class UnreadResponses {
  readonly #limits: UnreadLimits
  /** In the order in which they began to wait. */
  readonly #bytes = new Map<Socket, number>()
  #total = 0

  constructor(limits: UnreadLimits) {
    this.#limits = limits
  }

  /** After a response was handed to its socket, which has not passed all of it on. */
  wait(socket: Socket): void {
    const bytes = socket.writableLength
    if (bytes === 0 || this.#bytes.has(socket)) return
    this.#bytes.set(socket, bytes)
    this.#total += bytes
    socket.setTimeout(this.#limits.stalledMs)
    for (const [longest] of this.#bytes) {
      if (this.#total <= this.#limits.waitingBytesMax || longest === socket) return
      this.taken(longest)
      longest.resetAndDestroy()
    }
  }

  /** The response is out, or the connection gone. */
  taken(socket: Socket): void {
    this.#total -= this.#bytes.get(socket) ?? 0
    this.#bytes.delete(socket)
  }

  isWaiting(socket: Socket): boolean {
    return this.#bytes.has(socket)
  }
}
