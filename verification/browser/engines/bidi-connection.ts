/** A WebDriver BiDi session: commands with numbers, answered in any order. */
type Answer = Readonly<{ type: string; id: number; result: unknown; error?: string; message?: string }>
type Waiting = Readonly<{ resolve(value: unknown): void; reject(error: Error): void }>

export class BidiConnection {
  private readonly socket: WebSocket
  private readonly waiting = new Map<number, Waiting>()
  private lastId = 0

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.addEventListener('message', ({ data }) => this.take(JSON.parse(String(data)) as Answer))
    socket.addEventListener('close', () => {
      for (const { reject } of this.waiting.values()) reject(new Error('the browser has gone'))
    })
  }

  static async open(url: string): Promise<BidiConnection> {
    const socket = new WebSocket(url)
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve)
      socket.addEventListener('error', () => reject(new Error(`${url} cannot be reached`)))
    })
    return new BidiConnection(socket)
  }

  send<Result = unknown>(method: string, params: object): Promise<Result> {
    const id = ++this.lastId
    return new Promise<Result>((resolve, reject) => {
      this.waiting.set(id, { resolve: (value) => resolve(value as Result), reject })
      this.socket.send(JSON.stringify({ id, method, params }))
    })
  }

  close(): void {
    this.socket.close()
  }

  private take({ type, id, result, error, message }: Answer): void {
    const waiting = this.waiting.get(id)
    this.waiting.delete(id)
    if (type === 'success') waiting?.resolve(result)
    else waiting?.reject(new Error(`${error}: ${message}`))
  }
}
