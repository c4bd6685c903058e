/**
 * The headers of every response, whichever module made it. A module may set these headers itself. Missing ones are added
 * when the head of the response is written, so no route can forget them.
 */

import { strictTransport } from '../strict-transport.ts'

export type Origins = Readonly<{ apiUrl: string; payUrl: string }>

const always: readonly (readonly [string, string])[] = [
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Cache-Control', 'no-store'],
]
const overTls = ['Strict-Transport-Security', strictTransport] as const
const requestIdName = 'Flowlix-Request-Id'

/** Everything else belongs to the API's origin. */
const pagePaths = /^\/(?:hpp|logos|favicon\.ico|sandbox|privacy|accessibility|csp-report)(?:[/?]|$)/

export class ResponseHeaders {
  readonly #api: readonly (readonly [string, string])[]
  readonly #page: readonly (readonly [string, string])[]

  constructor({ apiUrl, payUrl }: Origins) {
    this.#api = headersFor(apiUrl)
    this.#page = headersFor(payUrl)
  }

  /** Adds to `headers` what they lack. */
  complete(path: string, requestId: string, headers: Record<string, unknown>): Record<string, unknown> {
    const known = namesLikeOurs(headers)
    if (!known.has(requestIdName.toLowerCase())) headers[requestIdName] = requestId
    for (const [name, value] of pagePaths.test(path) ? this.#page : this.#api)
      if (!known.has(name.toLowerCase())) headers[name] = value
    return headers
  }

  /** The same for the API, whose names are spelled as here. Alternating names and values, because Node writes these fastest. */
  listForApi(requestId: string, headers: Readonly<Record<string, string>>): string[] {
    const list: string[] = []
    for (const name in headers) list.push(name, headers[name] ?? '')
    if (!Object.hasOwn(headers, requestIdName)) list.push(requestIdName, requestId)
    for (const [name, value] of this.#api) if (!Object.hasOwn(headers, name)) list.push(name, value)
    return list
  }
}

/** Over plain http, strict transport would break a sandbox on one's own machine. */
function headersFor(origin: string): readonly (readonly [string, string])[] {
  return origin.startsWith('https:') ? [...always, overTls] : always
}

const lengths = new Set(
  [requestIdName, overTls[0], ...always.map(([name]) => name)].map((name) => name.length),
)

/** Lengths are compared first, because most headers can be ruled out by them. */
function namesLikeOurs(headers: object): ReadonlySet<string> {
  const names = new Set<string>()
  for (const name of Object.keys(headers)) if (lengths.has(name.length)) names.add(name.toLowerCase())
  return names
}
