/** A connection to another host leads to the addresses that were allowed, and to no others. */
import { afterEach, describe, expect, it } from 'vitest'
import { connect } from '../../src/platform/outgoing/connect.ts'
import { withDeadline } from '../../src/platform/outgoing/deadline.ts'
import { type RawServer, startRawServer } from '../acquirers/transport/raw-server.ts'

let server: RawServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})

async function connectTo(host: string, addresses: readonly string[]) {
  server = await startRawServer({})
  const url = new URL(`http://${host}:${server.port}`)
  const connected = await withDeadline(10_000, new AbortController().signal, (deadline) =>
    connect(url, { proxy: null, addresses }, deadline),
  )
  if (connected.kind === 'connected') connected.socket.destroy()
  return connected.kind === 'failed' ? connected.cause : connected.kind
}

describe('a connection', () => {
  it('leads to an allowed address, whatever the name would be looked up as', async () => {
    expect(await connectTo('shop.invalid', ['127.0.0.1'])).toBe('connected')
  })

  it('tries the allowed addresses one after the other', async () => {
    expect(await connectTo('shop.invalid', ['::1', '127.0.0.1'])).toBe('connected')
  })

  it('is closed again if it leads to another address', async () => {
    expect(await connectTo('127.0.0.1', ['192.0.2.1'])).toBe('address_not_allowed')
    expect(server?.received()).toBe('')
  })

  it('is not opened if no address is allowed', async () => {
    expect(await connectTo('localhost', [])).toBe('name_not_found')
    expect(server?.connectionsSeen()).toBe(0)
  })
})
