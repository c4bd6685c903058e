/** Compares a page, as it was received, with what this build sends. */
import { type Holds, pageHeaders } from '../payment-page/headers.ts'
import { elementDifferences, linkedHosts, type Place } from './element-rules.ts'
import type { ReceivedPage } from './fetch-page.ts'
import { headerDifferences } from './header-differences.ts'
import { heldBy } from './held-by-page.ts'
import { readMarkup } from './markup.ts'

export type Checked = Readonly<{
  /** One line each. */
  differences: readonly string[]
  /** The name of the page's script and style in the build; null if it is none of ours. */
  kind: string | null
  linkedHosts: readonly string[]
}>

const unknownPage: NonNullable<Holds> = { assets: 'state', hasScript: false }

type Exceptions = Readonly<{
  /** Names of headers that something in front of the gateway adds. */
  headers: ReadonlySet<string>
  /** Where links may lead; null for anywhere. */
  linkHosts: ReadonlySet<string> | null
}>

export function checkPage(url: URL, received: ReceivedPage, exceptions: Exceptions): Checked {
  const { status, headers, html } = received
  if (status >= 300 && status < 400)
    return {
      differences: [`The response is a redirect (${status}), not a page`],
      kind: null,
      linkedHosts: [],
    }
  const markup = readMarkup(html)
  const elements = markup.filter((one) => one.kind === 'element')
  const held = heldBy(elements)
  const place = placeOf(url)
  const expected = expectedHeaders(held.candidates, place, url, headers)
  const hosts = linkedHosts(elements, url)
  return {
    differences: [
      ...headerDifferences(headers, expected, exceptions.headers),
      ...held.differences,
      ...markup.flatMap((one) =>
        one.kind === 'odd' ? [`Unexpected markup: ${one.text}`] : elementDifferences(one, place),
      ),
      ...hosts
        .filter((host) => exceptions.linkHosts?.has(host) === false)
        .map((host) => `Link to a host that was not named: ${host}`),
    ],
    kind: held.candidates[0]?.assets ?? null,
    linkedHosts: hosts,
  }
}

const paymentPath = /^\/hpp\/pay_[0-9a-f-]{36}(?=\/|$)/

function placeOf({ pathname }: URL): Place {
  const isHandOff = pathname.endsWith('/authenticate')
  return {
    paymentPath: paymentPath.exec(pathname)?.[0] ?? null,
    isHandOff,
    leaves: isHandOff || pathname.endsWith('/return'),
  }
}

/** Of all the pages that it may be, the one that explains its policy. */
function expectedHeaders(
  candidates: readonly NonNullable<Holds>[],
  { isHandOff }: Place,
  url: URL,
  received: ReceivedPage['headers'],
): Readonly<Record<string, string>> {
  const value = (wanted: string) => received.find(([name]) => name === wanted)?.[1]
  // Behind a proxy, the gateway itself is reached over plain http and yet made its headers for https.
  const isSecure = url.protocol === 'https:' || value('strict-transport-security') !== undefined
  const possible = (candidates.length > 0 ? candidates : [unknownPage]).map((holds) =>
    pageHeaders({ ...holds, isHandOff }, isSecure),
  )
  const policy = value('content-security-policy')
  const [first = {}] = possible
  return possible.find((headers) => headers['content-security-policy'] === policy) ?? first
}
