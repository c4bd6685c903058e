/**
 * The sandbox accepts requests only for its own host names. Its key is public, so a malicious web page could otherwise let
 * its own name resolve to our address (DNS rebinding) and use the API from the browser of a developer.
 */
import { ApiError } from './api-error.ts'

/** The error for a request to a foreign host name, or null. */
export type HostGuard = (hosts: readonly (string | null)[]) => ApiError | null

/** Clients use the same few names again and again, and parsing a URL is slow compared with the rest of a request. */
const acceptedMax = 100
const acceptedLengthMax = 255

/** `origins`: public origins whose hosts are accepted too. */
export function ownHostsOnly(origins: readonly string[]): HostGuard {
  const ours = new Set(origins.map((origin) => new URL(origin).hostname))
  const isOurs = (hostname: string): boolean => isLoopback(hostname) || ours.has(hostname)
  const accepted = new Set<string>()
  const refuse = (host: string): ApiError | null => {
    if (accepted.has(host)) return null
    if (!URL.canParse(`http://${host}`))
      return new ApiError('parameter_invalid', 'The Host header must name one host.', 'Host')
    if (!isOurs(new URL(`http://${host}`).hostname)) return new ApiError('permission_denied', foreign, 'Host')
    if (accepted.size >= acceptedMax) accepted.clear()
    if (host.length <= acceptedLengthMax) accepted.add(host)
    return null
  }
  return (hosts) => {
    for (const host of hosts) {
      const error = host === null ? null : refuse(host)
      if (error !== null) return error
    }
    return null
  }
}

/** A request line with an absolute URL would otherwise hide the header. */
export function hostsOf({ url, headers }: Request): readonly (string | null)[] {
  const start = url.indexOf('://') + 3
  return [url.slice(start, url.indexOf('/', start)), headers.get('host')]
}

const foreign = 'The sandbox only accepts requests to localhost and to the hosts of API_URL and PAY_URL.'

/** Names under `localhost` never leave the machine, and addresses cannot be rebound. */
function isLoopback(hostname: string): boolean {
  const isName = hostname === 'localhost' || hostname.endsWith('.localhost')
  return isName || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname)
}
