/**
 * Finds where an HTTP response ends, as cheaply as can be: it looks at the status, at Content-Length and at nothing
 * else. Every server that is measured sends that header.
 */
const headEnd = Buffer.from('\r\n\r\n')
const lengthName = /\r\ncontent-length: ?(\d+)/i
const statusAt = 9

export class ResponseReader {
  /** Bytes of the current body that have not arrived yet. */
  #missing = 0
  /** A head that has arrived in part. */
  #head: Buffer | null = null
  status = 0

  /** True when the response has ended with this piece, which is overwritten after the call. */
  isEnded(piece: Buffer): boolean {
    if (this.#missing > 0) return this.#isBodyEnded(piece.length)
    const bytes = this.#head === null ? piece : Buffer.concat([this.#head, piece])
    const end = bytes.indexOf(headEnd)
    if (end < 0) {
      this.#head = this.#head === null ? Buffer.from(piece) : bytes
      return false
    }
    this.#head = null
    const head = bytes.toString('latin1', 0, end)
    this.status = Number(head.slice(statusAt, statusAt + 3))
    const length = lengthName.exec(head)?.[1]
    if (length === undefined) throw new Error(`a response without Content-Length: ${head.slice(0, 80)}`)
    this.#missing = Number(length)
    return this.#isBodyEnded(bytes.length - end - headEnd.length)
  }

  #isBodyEnded(arrived: number): boolean {
    if (arrived > this.#missing) throw new Error('more bytes arrived than the response has')
    this.#missing -= arrived
    return this.#missing === 0
  }
}
