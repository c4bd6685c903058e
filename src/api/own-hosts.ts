/**
 * The sandbox answers under its own names only. Its key is public, so a web page elsewhere could otherwise give its
 * own name our address (DNS rebinding) and use the API from the browser of whoever runs the sandbox.
 */
import { ApiError } from './api-error.ts'
import { errorResponse } from './error-response.ts'

/** The response to a request for somebody else's name, or null. */
type HostGuard = (request: Request, requestId: string) => Response | null

/** Whoever asks repeatedly does so by the same few names, and reading a URL takes longer than the rest of a request. */
const acceptedMax = 100
const acceptedLengthMax = 255

/** `origins`: public origins whose hosts are ours too. */
export function ownHostsOnly(origins: readonly string[], docsUrl: string): HostGuard {
  const ours = new Set(origins.map((origin) => new URL(origin).hostname))
  const isOurs = (hostname: string): boolean => isLoopback(hostname) || ours.has(hostname)
  const accepted = new Set<string>()
  return ({ url, headers }, requestId) => {
    const name = `${authorityOf(url)} ${headers.get('host')}`
    if (accepted.has(name)) return null
    // A request line with a whole URL in it would otherwise hide the header.
    const error = refusal([new URL(url).host, headers.get('host')], isOurs)
    if (error === null) {
      if (accepted.size >= acceptedMax) accepted.clear()
      if (name.length <= acceptedLengthMax) accepted.add(name)
      return null
    }
    return errorResponse(error, requestId, docsUrl)
  }
}

/** As it is written; all that a URL's host depends on. */
function authorityOf(url: string): string {
  const start = url.indexOf('://') + 3
  return url.slice(start, url.indexOf('/', start))
}

function refusal(hosts: readonly (string | null)[], isOurs: (hostname: string) => boolean): ApiError | null {
  for (const host of hosts) {
    if (host === null) continue
    if (!URL.canParse(`http://${host}`))
      return new ApiError('parameter_invalid', 'The Host header must name one host.', 'Host')
    if (!isOurs(new URL(`http://${host}`).hostname)) return new ApiError('permission_denied', foreign, 'Host')
  }
  return null
}

const foreign = 'The sandbox only answers to localhost and to the hosts of API_URL and PAY_URL.'

/** Names under `localhost` never leave the machine, and addresses cannot be rebound. */
function isLoopback(hostname: string): boolean {
  const isName = hostname === 'localhost' || hostname.endsWith('.localhost')
  return isName || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname)
}
