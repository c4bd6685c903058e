/** A raw connection to the server: sends what HTTP clients refuse to send, and records every byte that comes back. */
import { connect, type Socket } from 'node:net'

export type RawAnswer = Readonly<{
  status: number
  /** Lower-case names; a repeated header keeps its last value. */
  headers: Readonly<Record<string, string>>
  body: string
}>

export class RawConnection {
  readonly #socket: Socket
  #received: Buffer = Buffer.alloc(0)
  #wake: () => void = () => {}
  #isClosed = false

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk])
      this.#wake()
    })
    // A reset is one of the ways in which a server may close.
    socket.on('error', () => {})
    socket.on('close', () => {
      this.#isClosed = true
      this.#wake()
    })
  }

  static open(port: number): Promise<RawConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
      socket.once('error', reject)
      socket.once('connect', () => resolve(new RawConnection(socket)))
    })
  }

  send(content: string | Uint8Array): this {
    this.#socket.write(content)
    return this
  }

  /** Nothing more will be sent, but answers are still read. */
  endSending(): this {
    this.#socket.end()
    return this
  }

  /** So many answers, or all there are when the server closes before. */
  async answers(count: number): Promise<readonly RawAnswer[]> {
    for (;;) {
      const answers = parseAnswers(this.#received)
      if (answers.length >= count || this.#isClosed) return answers
      await this.#news()
    }
  }

  /** The only answer of a connection that the server closes after it. */
  async lastAnswer(): Promise<RawAnswer> {
    await this.closed()
    const answers = parseAnswers(this.#received)
    const [answer] = answers
    if (answer === undefined || answers.length > 1) throw new Error(`there were ${answers.length} answers`)
    return answer
  }

  async closed(): Promise<void> {
    // The server's end is seen as soon as nothing more can be read; then there is nothing to keep open for.
    this.#socket.once('end', () => this.#socket.end())
    if (this.#socket.readableEnded) this.#socket.end()
    while (!this.#isClosed) await this.#news()
  }

  /** Every byte that came, as text. */
  text(): string {
    return this.#received.toString('latin1')
  }

  destroy(): void {
    this.#socket.destroy()
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}

/** All complete answers at the start of the bytes; interim ones are left out. */
function parseAnswers(bytes: Buffer): readonly RawAnswer[] {
  const answers: RawAnswer[] = []
  for (let at = 0; ; ) {
    const headEnd = bytes.indexOf('\r\n\r\n', at)
    if (headEnd < 0) return answers
    const [statusLine = '', ...lines] = bytes.toString('latin1', at, headEnd).split('\r\n')
    const status = Number(/^HTTP\/1\.1 ([0-9]{3}) /.exec(statusLine)?.[1])
    if (!Number.isInteger(status)) throw new Error(`no answer of HTTP: ${statusLine}`)
    const headers = Object.fromEntries(
      lines.map((line) => {
        const colon = line.indexOf(':')
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
      }),
    )
    const length = Number(headers['content-length'] ?? 0)
    const end = headEnd + 4 + length
    if (bytes.length < end) return answers
    if (status >= 200) answers.push({ status, headers, body: bytes.toString('utf8', headEnd + 4, end) })
    at = end
  }
}
