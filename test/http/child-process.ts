/** Starts the server of `child-server.ts`, and counts what that process holds. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import type { Limits } from '../../src/http/limits.ts'

const program = new URL('./child-server.ts', import.meta.url).pathname

export class ChildServer {
  readonly port: number
  readonly #pid: number
  readonly #end: () => void
  readonly #sockets: Socket[] = []
  readonly #otherSockets: number

  private constructor(port: number, pid: number, end: () => void) {
    this.port = port
    this.#pid = pid
    this.#end = end
    this.#otherSockets = this.#socketCount()
  }

  static async start(limits: Partial<Limits>): Promise<ChildServer> {
    const child = spawn(process.execPath, ['--expose-gc', program, JSON.stringify(limits)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [text] = (await once(child.stdout, 'data')) as [Buffer]
    return new ChildServer(Number(text), child.pid ?? 0, () => child.kill('SIGKILL'))
  }

  /** A connection that sends this and reads nothing. */
  async open(bytes: string, address = '127.0.0.1'): Promise<Socket> {
    const socket = connect({ port: this.port, host: '127.0.0.1', localAddress: address })
    socket.on('error', () => {})
    this.#sockets.push(socket.pause())
    await once(socket, 'connect')
    socket.write(bytes)
    return socket
  }

  /** As the operating system sees it: established connections, and not those that only the client believes in. */
  connections(): number {
    return this.#socketCount() - this.#otherSockets
  }

  #socketCount(): number {
    const folder = `/proc/${this.#pid}/fd`
    return readdirSync(folder).filter((name) => targetOf(`${folder}/${name}`).startsWith('socket:')).length
  }

  /** What came before has been seen by the server. */
  async seen(): Promise<void> {
    await (await fetch(`http://127.0.0.1:${this.port}/1`, { headers: { connection: 'close' } })).text()
  }

  /** Without garbage. */
  async residentMegabytes(): Promise<number> {
    await (await fetch(`http://127.0.0.1:${this.port}/collect`, { headers: { connection: 'close' } })).text()
    const status = readFileSync(`/proc/${this.#pid}/status`, 'utf8')
    return Number(/^VmRSS:\s+([0-9]+) kB/m.exec(status)?.[1]) / 1024
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
    this.#end()
  }
}

/** Empty for what was closed meanwhile. */
function targetOf(link: string): string {
  try {
    return readlinkSync(link)
  } catch {
    return ''
  }
}
