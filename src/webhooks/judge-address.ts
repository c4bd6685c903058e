/** Which addresses deliveries may be sent to. */
import { isIPv4, isIPv6 } from 'node:net'
import { closedNetworks } from '../platform/closed-networks.ts'
import { type Address, contains, type Network, parseAddress, parseNetwork } from '../platform/ip-address.ts'

/** `allowed`: by the operator, although it is not public. */
export type AddressKind = 'public' | 'allowed' | 'refused'

/** The special-purpose blocks of IANA's registry, and multicast. */
const specialIPv4 = networks(
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
)

/** All that is assigned to the Internet so far. Addresses that hold an IPv4 address are elsewhere, or in 6to4 below. */
const globalIPv6 = networks('2000::/3')
const specialIPv6 = networks('2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20')

export function judgeAddress(text: string, allowed: readonly Network[]): AddressKind {
  const address = parseAddress(text)
  if (address === null) return 'refused'
  if (isIPv4(text)) return judge(address, allowed, !isIn(specialIPv4, address))
  // A zone, or an IPv4 address in disguise, which is shorter when parsed.
  if (!isIPv6(text) || text.includes('%') || address.length < 16) return 'refused'
  const isPublic = isIn(globalIPv6, address) && !isIn(specialIPv6, address)
  return judge(address, allowed, isPublic)
}

function judge(address: Address, allowed: readonly Network[], isPublic: boolean): AddressKind {
  if (isIn(closedNetworks, address)) return 'refused'
  // First: what is known of a public address may be shown, and that of a neighbor may not.
  if (isIn(allowed, address)) return 'allowed'
  return isPublic ? 'public' : 'refused'
}

function isIn(blocks: readonly Network[], address: Address): boolean {
  return blocks.some((block) => contains(block, address))
}

function networks(...texts: readonly string[]): readonly Network[] {
  return texts.flatMap((text) => parseNetwork(text) ?? [])
}
