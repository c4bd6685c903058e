/** Who is asking: the peer of the connection, or whom trusted proxies name. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ClientAddresses } from '../../src/http/client-address.ts'
import { formatAddress, parseAddress, parseNetwork } from '../../src/platform/ip-address.ts'

const trust = (text: string) =>
  new ClientAddresses(text.split(' ').flatMap((one) => (one === '' ? [] : (parseNetwork(one) ?? []))))

function addressOf(trusted: string, peer: string, forwardedFor?: string): string {
  const addresses = trust(trusted)
  return addresses.client(addresses.peer(peer), forwardedFor).address
}

function limitOf(trusted: string, peer: string, forwardedFor?: string): string | null {
  const addresses = trust(trusted)
  return addresses.client(addresses.peer(peer), forwardedFor).limitBy
}

describe('the client', () => {
  it.each([
    ['is the peer where nobody is trusted', '', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['is the peer where another is trusted', '10.0.0.1', '10.0.0.2', '198.51.100.1', '10.0.0.2'],
    ['is whom a trusted peer names', '10.0.0.1', '10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['is whom a peer in a trusted network names', '10.0.0.0/8', '10.1.2.3', '198.51.100.1', '198.51.100.1'],
    ['is the last stranger', '10.0.0.1', '10.0.0.1', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
    [
      'stands before further proxies',
      '10.0.0.0/8',
      '10.0.0.1',
      '1.1.1.1,198.51.100.1,10.0.0.2',
      '198.51.100.1',
    ],
    ['is the farthest where all are trusted', '10.0.0.0/8', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['is the peer where nobody is named', '10.0.0.1', '10.0.0.1', undefined, '10.0.0.1'],
    ['is the peer where nonsense is named', '10.0.0.1', '10.0.0.1', 'unknown', '10.0.0.1'],
    ['is the peer where nothing is named', '10.0.0.1', '10.0.0.1', '', '10.0.0.1'],
    ['is the peer where the last entry is missing', '10.0.0.1', '10.0.0.1', '198.51.100.1,', '10.0.0.1'],
    ['is the peer behind nonsense', '10.0.0.0/8', '10.0.0.1', '1.1.1.1, x, 10.0.0.2', '10.0.0.1'],
    ['may be named with a port', '10.0.0.1', '10.0.0.1', '198.51.100.1:4711', '198.51.100.1'],
    ['may be named in IPv6', '::1', '::1', '2001:DB8::0:1', '2001:db8::1'],
    ['may be named in IPv6 with a port', '::1', '::1', '[2001:db8::1]:4711', '2001:db8::1'],
    [
      'is the same in IPv4 mapped into IPv6',
      '10.0.0.1',
      '::ffff:10.0.0.1',
      '::ffff:198.51.100.1',
      '198.51.100.1',
    ],
    ['is no number in another base', '10.0.0.1', '10.0.0.1', '0x7f.1', '10.0.0.1'],
    ['is never made up of letters', '10.0.0.1', '10.0.0.1', '"><script>', '10.0.0.1'],
  ])('%s', (_, trusted, peer, forwardedFor, client) => {
    expect(addressOf(trusted, peer, forwardedFor)).toBe(client)
  })

  it('is an address whatever the header says', () => {
    fc.assert(
      fc.property(fc.string(), (forwardedFor) => {
        expect(parseAddress(addressOf('10.0.0.1', '10.0.0.1', forwardedFor))).not.toBeNull()
      }),
    )
  })

  it('is the address before the trusted ones, whatever the client sends', () => {
    fc.assert(
      fc.property(fc.string(), fc.ipV4(), (madeUp, client) => {
        fc.pre(!client.startsWith('10.'))
        expect(addressOf('10.0.0.0/8', '10.0.0.1', `${madeUp}, ${client}, 10.0.0.2`)).toBe(client)
      }),
    )
  })
})

describe('limits by address', () => {
  it.each([
    ['count an IPv4 address', '', '203.0.113.9', undefined, '203.0.113.9'],
    ['count the /64 of an IPv6 address', '', '2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2::/64'],
    ['count whom a trusted proxy names', '127.0.0.1', '127.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['are off behind loopback', '', '127.0.0.1', '203.0.113.9', null],
    ['are off behind loopback in IPv6', '', '::1', undefined, null],
    ['are off behind a private address', '', '192.168.1.5', undefined, null],
    ['are off behind a private address in IPv6', '', 'fd00::5', undefined, null],
    [
      'are off behind a private address that a trusted proxy names',
      '127.0.0.1',
      '127.0.0.1',
      '10.0.0.5',
      null,
    ],
    ['are off for the proxy itself', '203.0.113.9', '203.0.113.9', undefined, null],
  ])('%s', (_, trusted, peer, forwardedFor, limitBy) => {
    expect(limitOf(trusted, peer, forwardedFor)).toBe(limitBy)
  })

  it('see one household in all addresses of a /64', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 64n - 1n), (host) => {
        const groups = [48n, 32n, 16n, 0n].map((shift) => ((host >> shift) & 0xffffn).toString(16))
        expect(limitOf('', `2001:db8:1:2:${groups.join(':')}`)).toBe('2001:db8:1:2::/64')
      }),
    )
  })
})

describe('a network', () => {
  it.each([
    '',
    'x',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0/8',
    '::/129',
    '10.0.0.1/-1',
    '10.0.0.1 ',
    'localhost',
  ])('is not %j', (text) => expect(parseNetwork(text)).toBeNull())

  it.each([
    ['0.0.0.0/0', '203.0.113.9'],
    ['203.0.113.8/29', '203.0.113.15'],
    ['203.0.113.9/32', '203.0.113.9'],
    ['2001:db8::/33', '2001:db8:7fff::1'],
    ['::ffff:10.0.0.0', '10.0.0.0'],
  ])('%s holds %s', (network, address) => {
    expect(addressOf(network, address, '198.51.100.1')).toBe('198.51.100.1')
  })

  it.each([
    ['203.0.113.8/29', '203.0.113.16'],
    ['2001:db8::/33', '2001:db8:8000::1'],
    ['0.0.0.0/0', '2001:db8::1'],
  ])('%s does not hold %s', (network, address) => {
    expect(addressOf(network, address, '198.51.100.1')).toBe(address)
  })
})

it('an address is written in one way', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
      const address = parseAddress(text) ?? []
      expect(parseAddress(formatAddress(address))).toEqual(address)
    }),
  )
})
