/** Splits what a client or a server sends into the messages of PostgreSQL's protocol. */

/** `type` is the letter of the message, or what begins a connection. */
export type Frame = Readonly<{ type: string; bytes: Buffer }>

/** The messages without a letter, by the number that follows their length. */
const openings: Readonly<Record<number, string>> = {
  196608: 'startup',
  80877102: 'cancel',
  80877103: 'tls?',
  80877104: 'gss?',
}
const lengthBytes = 4

export class Framer {
  #rest: Buffer = Buffer.alloc(0)
  #isOpening: boolean

  /** Only a client begins with messages that have no letter. */
  constructor(from: 'client' | 'server') {
    this.#isOpening = from === 'client'
  }

  push(chunk: Buffer): readonly Frame[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    const frames: Frame[] = []
    for (let frame = this.#take(); frame !== null; frame = this.#take()) frames.push(frame)
    return frames
  }

  #take(): Frame | null {
    const letters = this.#isOpening ? 0 : 1
    if (this.#rest.length < letters + lengthBytes) return null
    const length = letters + this.#rest.readUInt32BE(letters)
    if (this.#rest.length < length) return null
    const bytes = this.#rest.subarray(0, length)
    this.#rest = this.#rest.subarray(length)
    return { type: this.#isOpening ? this.#opening(bytes) : String.fromCharCode(bytes[0] ?? 0), bytes }
  }

  #opening(bytes: Buffer): string {
    const type = openings[bytes.readUInt32BE(lengthBytes)]
    if (type === undefined) throw new Error('a client opened the connection in an unknown way')
    if (type === 'startup') this.#isOpening = false
    return type
  }
}

/** The strings of a message, each of which ends in a zero, from this offset. */
export function stringsOf({ bytes }: Frame, count: number, from = 5): readonly string[] {
  const strings: string[] = []
  let start = from
  for (let i = 0; i < count; i++) {
    const end = bytes.indexOf(0, start)
    strings.push(bytes.toString('utf8', start, end))
    start = end + 1
  }
  return strings
}
