/** How many connections one address may have, and when they are not kept. */
import { Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { ClientAddresses } from '../../src/http/client-address.ts'
import { Connections } from '../../src/http/connections.ts'
import { parseNetwork } from '../../src/platform/ip-address.ts'

const sockets: Socket[] = []
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
})

/** A socket as if it came from there: tests only have loopback, where the limit is off. */
function socketFrom(remoteAddress: string): Socket {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: remoteAddress })
  sockets.push(socket)
  return socket
}

const connectionsOf = (
  trusted: string,
  limits = { connectionsMax: 10, connectionsPerAddress: 2 },
): Connections => new Connections(new ClientAddresses([parseNetwork(trusted) ?? []].flat()), limits)

function opened(connections: Connections, addresses: readonly string[]): readonly boolean[] {
  return addresses.map((address) => connections.open(socketFrom(address)) !== null)
}

describe('an address', () => {
  it('may have so many connections and no more', () => {
    const connections = connectionsOf('192.0.2.1')
    const [a, b] = ['203.0.113.1', '203.0.113.2']
    expect(opened(connections, [a, a, a, b, b, b])).toEqual([true, true, false, true, true, false])
  })

  it('may open another one when one is closed', async () => {
    const connections = connectionsOf('192.0.2.1')
    const first = socketFrom('203.0.113.1')
    connections.open(first)
    expect(opened(connections, ['203.0.113.1', '203.0.113.1'])).toEqual([true, false])
    const closed = new Promise((resolve) => first.once('close', resolve))
    first.destroy()
    await closed
    expect(opened(connections, ['203.0.113.1', '203.0.113.1'])).toEqual([true, false])
  })

  it('is its /64 in IPv6', () => {
    const addresses = ['2001:db8::1', '2001:db8::2', '2001:db8::3']
    expect(opened(connectionsOf('192.0.2.1'), addresses)).toEqual([true, true, false])
  })

  it.each(['192.0.2.1', '127.0.0.1', '10.0.0.1'])('that may speak for many is not limited: %s', (address) => {
    expect(opened(connectionsOf('192.0.2.1'), [address, address, address])).toEqual([true, true, true])
  })
})

describe('no connection is kept idle', () => {
  const limits = { connectionsMax: 10, connectionsPerAddress: 4 }

  /** Of the last one. */
  function isCrowded(addresses: readonly string[]): boolean | undefined {
    const connections = connectionsOf('192.0.2.1', limits)
    return addresses
      .map((address) => connections.open(socketFrom(address)))
      .map((connection) => connection && connections.isCrowded(connection))
      .at(-1) as boolean | undefined
  }

  it('where an address has more than half of its connections', () => {
    const [many, few] = ['203.0.113.1', '203.0.113.2']
    expect(isCrowded([many, many])).toBe(false)
    expect(isCrowded([many, many, many])).toBe(true)
    expect(isCrowded([many, many, many, few])).toBe(false)
  })

  it('where more than half of all connections are open, whoever has them', () => {
    expect(isCrowded(Array.from({ length: 5 }, () => '192.0.2.1'))).toBe(false)
    expect(isCrowded(Array.from({ length: 6 }, () => '192.0.2.1'))).toBe(true)
  })
})
