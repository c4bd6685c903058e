/** Which addresses are public: block by block, by their edges, and in comparison with a library that classifies them. */
import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { expect, test } from 'vitest'
import { type Address, formatAddress, parseNetwork } from '../../src/platform/ip-address.ts'
import { judgeAddress } from '../../src/webhooks/judge-address.ts'

const networksOf = (...texts: readonly string[]) => texts.flatMap((text) => parseNetwork(text) ?? [])

test.each([
  ['this host', '0.0.0.0'],
  ['loopback', '127.0.0.1'],
  ['the end of loopback', '127.255.255.255'],
  ['a private network of class A', '10.0.0.1'],
  ['a private network of class B', '172.16.0.1'],
  ['the end of class B', '172.31.255.255'],
  ['a private network of class C', '192.168.1.1'],
  ['carrier-grade NAT', '100.64.0.1'],
  ['link-local', '169.254.1.1'],
  ['the metadata service of AWS, Google, and Azure', '169.254.169.254'],
  ['the metadata service of ECS', '169.254.170.2'],
  ['the metadata service of Alibaba', '100.100.100.200'],
  ['the metadata service of Oracle', '192.0.0.192'],
  ['the internal service of Azure', '168.63.129.16'],
  ['protocol assignments', '192.0.0.8'],
  ['documentation', '192.0.2.1'],
  ['more documentation', '198.51.100.1'],
  ['still more documentation', '203.0.113.1'],
  ['benchmarks', '198.18.0.1'],
  ['6to4 relays', '192.88.99.1'],
  ['AS112', '192.31.196.1'],
  ['multicast', '224.0.0.1'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['unspecified in IPv6', '::'],
  ['loopback in IPv6', '::1'],
  ['loopback as a mapped address', '::ffff:127.0.0.1'],
  ['loopback as a mapped address in hexadecimal', '::ffff:7f00:1'],
  ['a public address as a mapped address', '::ffff:8.8.8.8'],
  ['a compatible address', '::127.0.0.1'],
  ['a translated address', '::ffff:0:127.0.0.1'],
  ['NAT64', '64:ff9b::7f00:1'],
  ['a public address by NAT64', '64:ff9b::808:808'],
  ['local NAT64', '64:ff9b:1::1'],
  ['discard', '100::1'],
  ['Teredo', '2001::1'],
  ['ORCHID', '2001:20::1'],
  ['documentation in IPv6', '2001:db8::1'],
  ['more documentation in IPv6', '3fff::1'],
  ['6to4', '2002:7f00:1::'],
  ['6to4 of a public address', '2002:808:808::1'],
  ['AS112 in IPv6', '2620:4f:8000::1'],
  ['segment routing', '5f00::1'],
  ['unique local', 'fc00::1'],
  ['unique local with a random prefix', 'fd12:3456:789a::1'],
  ['the metadata service of AWS in IPv6', 'fd00:ec2::254'],
  ['link-local in IPv6', 'fe80::1'],
  ['link-local with a zone', 'fe80::1%eth0'],
  ['a public address with a zone', '2606:4700::1111%1'],
  ['site-local', 'fec0::1'],
  ['multicast in IPv6', 'ff02::1'],
  ['nothing', ''],
  ['a name', 'example.com'],
  ['octal', '0177.0.0.1'],
])('%s, %s, is refused', (_, address) => {
  expect(judgeAddress(address, [])).toBe('refused')
})

test.each([
  '8.8.8.8',
  '1.1.1.1',
  '172.15.255.255',
  '172.32.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '223.255.255.255',
  '2606:4700::1111',
  '2a00:1450:4001:80b::200e',
  '2003::1',
  '3ffe::1',
])('%s is public', (address) => {
  expect(judgeAddress(address, [])).toBe('public')
})

test('networks that the operator has listed are allowed, and told apart from public addresses', () => {
  const allowed = networksOf('10.0.0.0/8', '127.0.0.1', 'fd00::/8', '::1', '8.8.8.0/24')
  for (const address of ['10.1.2.3', '127.0.0.1', 'fd12::1', '::1', '8.8.8.8'])
    expect(judgeAddress(address, allowed), address).toBe('allowed')
  for (const address of ['127.0.0.2', '192.168.0.1', 'fc00::1', '::ffff:10.1.2.3', '::ffff:7f00:1'])
    expect(judgeAddress(address, allowed), address).toBe('refused')
  expect(judgeAddress('8.8.4.4', allowed)).toBe('public')
})

test('no list opens link-local networks, metadata services, multicast, or broadcast', () => {
  const everything = networksOf('0.0.0.0/0', '::/0')
  const never = [
    ...['169.254.169.254', '169.254.1.1', '100.100.100.200', '168.63.129.16', '192.0.0.192', '0.0.0.0'],
    ...[
      '224.0.0.1',
      '255.255.255.255',
      '::',
      'fe80::1',
      'ff02::1',
      'fd00:ec2::254',
      '::ffff:169.254.169.254',
    ],
  ]
  for (const address of never) expect(judgeAddress(address, everything), address).toBe('refused')
})

const byte = fc.integer({ min: 0, max: 255 })
const ipv4 = fc.array(byte, { minLength: 4, maxLength: 4 })
const ipv6 = fc.array(byte, { minLength: 16, maxLength: 16 })
/** Nearly all of IPv6 is not public, so most are made in the part that is. */
const globalIPv6 = ipv6.map(([first = 0, ...rest]) => [0x20 | (first & 0x1f), ...rest])

const isPublic = (address: string): boolean => judgeAddress(address, []) === 'public'
const isUnicast = (address: string): boolean => ipaddr.parse(address).range() === 'unicast'

test('no address that ipaddr.js knows to be special is public', () => {
  const compare = (address: Address): void => {
    const text = formatAddress(address)
    if (isPublic(text)) expect(isUnicast(text), text).toBe(true)
  }
  fc.assert(fc.property(fc.oneof(ipv4, ipv6, globalIPv6), compare), { numRuns: 20_000 })
})

/** Ours alone. */
const stricter = networksOf('168.63.129.16/32', '192.88.99.0/24')

test('of IPv4, everything that ipaddr.js calls unicast is public, but for what we refuse knowingly', () => {
  const compare = (address: Address): void => {
    const text = formatAddress(address)
    if (isUnicast(text) && !isPublic(text)) expect(isKnownlyStricter(address), text).toBe(true)
  }
  fc.assert(fc.property(ipv4, compare), { numRuns: 20_000 })
})

function isKnownlyStricter(address: Address): boolean {
  return stricter.some(({ address: block, bits }) =>
    block.slice(0, bits >> 3).every((one, at) => one === address[at]),
  )
}

const blocks = networksOf(
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'],
)

test('the first and the last address of each block are refused, and their neighbors are judged as ipaddr.js judges them', () => {
  for (const { address, bits } of blocks) {
    const [first, last] = [number(address), number(address) + (1n << BigInt(address.length * 8 - bits)) - 1n]
    for (const edge of [first, last]) expect(isPublic(text(edge, address.length))).toBe(false)
    for (const neighbor of [first - 1n, last + 1n]) {
      const written = text(neighbor, address.length)
      if (neighbor >= 0n && isPublic(written)) expect(isUnicast(written), written).toBe(true)
    }
  }
})

function number(address: Address): bigint {
  return address.reduce((sum, one) => (sum << 8n) | BigInt(one), 0n)
}

function text(value: bigint, length: number): string {
  const bytes = Array.from({ length }, (_, at) => Number((value >> BigInt(8 * (length - 1 - at))) & 255n))
  return formatAddress(bytes)
}
