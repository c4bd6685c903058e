/**
 * The client of a request: the peer of the connection, or the address that a trusted proxy names in `X-Forwarded-For`. The
 * standard header `Forwarded` is not read, because most proxies pass it on as the client wrote it.
 */
import {
  type Address,
  contains,
  formatAddress,
  isNearby,
  limitName,
  type Network,
  parseAddress,
} from '../platform/ip-address.ts'
import type { Client } from '../request-context.ts'

/** The other end of a connection. */
export type Peer = Client & Readonly<{ isTrusted: boolean }>

const nobody: Peer = { address: 'unknown', limitBy: null, isTrusted: false }

export class ClientAddresses {
  readonly #trusted: readonly Network[]

  constructor(trustedProxies: readonly Network[]) {
    this.#trusted = trustedProxies
  }

  peer(remoteAddress: string | undefined): Peer {
    const address = parseAddress(remoteAddress ?? '')
    return address === null ? nobody : { ...this.#client(address), isTrusted: this.#isTrusted(address) }
  }

  client(peer: Peer, forwardedFor: string | undefined): Client {
    if (!peer.isTrusted || forwardedFor === undefined) return peer
    const named = this.#firstUntrusted(forwardedFor)
    return named === null ? peer : this.#client(named)
  }

  /**
   * From the right: each proxy appends the address that it received the request from. Anything to the left of the first
   * untrusted address may be forged.
   */
  #firstUntrusted(forwardedFor: string): Address | null {
    let farthest: Address | null = null
    for (const entry of forwardedFor.split(',').reverse()) {
      farthest = parseAddress(withoutPort(entry.trim()))
      if (farthest === null || !this.#isTrusted(farthest)) return farthest
    }
    return farthest
  }

  #isTrusted(address: Address): boolean {
    return this.#trusted.some((network) => contains(network, address))
  }

  /**
   * A proxy that is not configured would make all customers look like one. If the address may be a proxy's, limits by
   * address are off.
   */
  #client(address: Address): Client {
    const isOneCustomer = !isNearby(address) && !this.#isTrusted(address)
    return { address: formatAddress(address), limitBy: isOneCustomer ? limitName(address) : null }
  }
}

/** Some proxies write `192.0.2.7:1234` and `[2001:db8::1]:1234`. */
function withoutPort(entry: string): string {
  return (
    /^\[([^\]]*)\](?::[0-9]{1,5})?$/.exec(entry)?.[1] ?? /^([0-9.]+):[0-9]{1,5}$/.exec(entry)?.[1] ?? entry
  )
}
