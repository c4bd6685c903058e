/** How long a connection waits for its next request, and that a client learns it before the connection closes. */
import { afterEach, expect, it } from 'vitest'
import { listen } from '../../src/http/server.ts'
import type { ShellOptions } from '../../src/http/shell.ts'
import { origin } from '../../verification/app/test-app.ts'
import { type ListeningApp, openListeningApp } from '../api/listening-app.ts'
import { type RawAnswer, RawConnection } from '../api/raw-connection.ts'

const request = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'

let server: ListeningApp
let open: RawConnection[]
afterEach(async () => {
  for (const connection of open) connection.destroy()
  await server.close()
})

async function start(limits: ShellOptions['limits'] = {}): Promise<void> {
  open = []
  server = await openListeningApp({}, { limits })
}

async function connect(port = server.port): Promise<RawConnection> {
  const connection = await RawConnection.open(port)
  open.push(connection)
  return connection
}

async function ask(connection: RawConnection): Promise<RawAnswer['headers'] | undefined> {
  return (await connection.send(request).answers(1))[0]?.headers
}

it('a connection is kept for longer than the 60 s that proxies usually wait', async () => {
  await start()
  expect(await ask(await connect())).toMatchObject({ connection: 'keep-alive', 'keep-alive': 'timeout=75' })
})

it('a connection is closed when no further request has come in time', async () => {
  await start({ keepAliveMs: 1 })
  const connection = await connect()
  await ask(connection)
  await connection.closed()
  expect(await connection.answers(1)).toHaveLength(1)
})

it('a response ends its connection if more than half of the allowed connections are open', async () => {
  await start({ connectionsMax: 4 })
  for (const expected of ['keep-alive', 'keep-alive', 'close'])
    expect(await ask(await connect())).toMatchObject({ connection: expected })
})

it('before a stop, requests are still served, and each response ends its connection', async () => {
  await start()
  const { app } = server.app
  const { requestId, direct } = app
  const origins = { apiUrl: origin, payUrl: origin }
  const stopping = await listen(app.fetch, { port: 0, host: '127.0.0.1', ...origins, requestId, direct })
  const before = await connect(stopping.port)
  expect(await ask(before)).toMatchObject({ connection: 'keep-alive' })
  stopping.endConnections()
  const [, last] = await before.send(request).answers(2)
  expect(last).toMatchObject({ status: 200, headers: { connection: 'close' } })
  expect(await ask(await connect(stopping.port))).toMatchObject({ connection: 'close' })
  await stopping.stop()
})
