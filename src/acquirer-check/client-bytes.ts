/** Tells when a client has begun to send its request: at once without TLS, and after the handshake with it. */

const handshakeRecord = 22
const applicationData = 23
const headerLength = 5
/** In TLS 1.3, the last message of the handshake looks like data as well, but it is shorter than any request. */
const finishedMax = 100

export class ClientBytes {
  #header: number[] = []
  #skip = 0
  #isTls: boolean | null = null
  #hasRequest = false

  /** Whether the request has begun, with these bytes or before. */
  feed(bytes: Uint8Array): boolean {
    this.#isTls ??= bytes[0] === handshakeRecord
    if (!this.#isTls) this.#hasRequest ||= bytes.length > 0
    else for (const byte of bytes) this.#read(byte)
    return this.#hasRequest
  }

  #read(byte: number): void {
    if (this.#skip > 0) {
      this.#skip--
      return
    }
    this.#header.push(byte)
    if (this.#header.length < headerLength) return
    const [type = 0, , , high = 0, low = 0] = this.#header
    this.#header = []
    this.#skip = high * 256 + low
    if (type === applicationData && this.#skip > finishedMax) this.#hasRequest = true
  }
}
