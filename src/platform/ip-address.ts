/** IP addresses and networks as bytes: four for IPv4 (mapped into IPv6 or not), sixteen for IPv6. */
import { isIPv4, isIPv6 } from 'node:net'

export type Address = readonly number[]
export type Network = Readonly<{ address: Address; bits: number }>

export function parseAddress(text: string): Address | null {
  if (isIPv4(text)) return text.split('.').map(Number)
  if (!isIPv6(text)) return null
  const [address = ''] = text.split('%')
  const bytes = bytesOfIPv6(address)
  return isMapped(bytes) ? bytes.slice(12) : bytes
}

function bytesOfIPv6(text: string): number[] {
  const [head = '', tail] = text.split('::')
  const [before, after] = [bytesOfGroups(head), bytesOfGroups(tail ?? '')]
  return [...before, ...Array<number>(16 - before.length - after.length).fill(0), ...after]
}

function bytesOfGroups(text: string): number[] {
  if (text === '') return []
  return text.split(':').flatMap((group) => {
    if (group.includes('.')) return group.split('.').map(Number)
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 255]
  })
}

function isMapped(bytes: Address): boolean {
  return bytes.every((byte, at) => at >= 12 || byte === (at < 10 ? 0 : 255))
}

/** `192.0.2.7`, `10.0.0.0/8`, `2001:db8::/32`; null for anything else. */
export function parseNetwork(text: string): Network | null {
  const match = /^([0-9a-fA-F.:]+)(?:\/([0-9]{1,3}))?$/.exec(text)
  const address = parseAddress(match?.[1] ?? '')
  if (address === null) return null
  const bits = match?.[2] === undefined ? address.length * 8 : Number(match[2])
  return bits <= address.length * 8 ? { address, bits } : null
}

export function contains(network: Network, address: Address): boolean {
  if (address.length !== network.address.length) return false
  const whole = network.bits >> 3
  for (let at = 0; at < whole; at++) if (address[at] !== network.address[at]) return false
  const mask = 0xff00 >> (network.bits & 7)
  return ((address[whole] ?? 0) & mask & 0xff) === ((network.address[whole] ?? 0) & mask & 0xff)
}

export function formatAddress(address: Address): string {
  if (address.length === 4) return address.join('.')
  // The URL parser writes IPv6 addresses in their canonical form.
  return new URL(`http://[${groupsOf(address).join(':')}]`).hostname.slice(1, -1)
}

/** One customer, or one household, has at least a /64 of IPv6 to choose addresses from. */
export function limitName(address: Address): string {
  return address.length === 4 ? formatAddress(address) : `${groupsOf(address).slice(0, 4).join(':')}::/64`
}

function groupsOf(address: Address): readonly string[] {
  const groups: string[] = []
  for (let at = 0; at < address.length; at += 2)
    groups.push((((address[at] ?? 0) << 8) | (address[at + 1] ?? 0)).toString(16))
  return groups
}

const nearbyNetworks = [
  ...['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '100.64.0.0/10'],
  ...['::1/128', 'fc00::/7', 'fe80::/10'],
].flatMap((text) => parseNetwork(text) ?? [])

/** Loopback, link-local, or of a private network: more likely a proxy or a neighbor than a customer. */
export function isNearby(address: Address): boolean {
  return nearbyNetworks.some((network) => contains(network, address))
}
