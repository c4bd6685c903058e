/** Where Checkout.com sends a customer for a challenge. A browser is sent to no other host. */
import type { Challenge } from '../../core/attempt/answers.ts'

/** The second one has the pages of their 3-D Secure server. */
const domains = ['checkout.com', 'ckotech.co']

/** Null if the address is on none of their hosts. `origin`: of the API, which in tests is on this machine. */
export function challengeAt(address: string, country: string | null, origin: string): Challenge | null {
  const url = URL.parse(address)
  if (url === null || !isTheirs(url, origin)) return null
  return { kind: 'challenge', url: url.href, method: 'GET', fields: {}, country }
}

function isTheirs({ protocol, hostname, origin }: URL, apiOrigin: string): boolean {
  if (origin === apiOrigin) return true
  const isOnTheirHost = domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`))
  return protocol === 'https:' && isOnTheirHost
}
