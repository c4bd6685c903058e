/** A TCP proxy that loses the acknowledgment of a statement, after it was carried out or before. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type CuttingProxy = Readonly<{
  port: number
  /** The connection that sends the next statement is cut: once the server has carried it out, or before it is sent. */
  cutNextStatement(isMade: boolean): void
  close(): void
}>

export async function startCuttingProxy(host: string, port: number): Promise<CuttingProxy> {
  let cut: 'before' | 'after' | null = null
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect({ host, port, noDelay: true })
    const pair = [client, upstream]
    for (const socket of pair) {
      sockets.add(socket)
      socket.on('close', () => {
        sockets.delete(socket)
        for (const one of pair) one.destroy()
      })
      socket.on('error', () => {})
    }
    const executes = executions()
    let isLosing = false
    client.on('data', (chunk: Buffer) => {
      const isStatement = executes(chunk) && cut !== null
      if (isStatement && cut === 'before') client.destroy()
      else upstream.write(chunk)
      if (!isStatement) return
      isLosing = true
      cut = null
    })
    upstream.on('data', (chunk: Buffer) => {
      if (isLosing) client.destroy()
      else client.write(chunk)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    cutNextStatement: (isMade) => {
      cut = isMade ? 'after' : 'before'
    },
    close: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

const execute = 'E'.charCodeAt(0)

/** Whether a chunk of what a client sends has the end of a message in it that executes a statement. */
function executions(): (chunk: Buffer) => boolean {
  let rest = Buffer.alloc(0)
  // The first message has no type.
  let typeLength = 0
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    let isFound = false
    while (rest.length >= typeLength + 4) {
      const length = typeLength + rest.readUInt32BE(typeLength)
      if (rest.length < length) break
      isFound ||= typeLength === 1 && rest[0] === execute
      rest = rest.subarray(length)
      typeLength = 1
    }
    return isFound
  }
}
