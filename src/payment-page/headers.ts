/** The headers of every page: no third parties, no framing, no scripts except ours, no caching. */
import { strictTransport } from '../strict-transport.ts'
import { pageAssets } from './assets.generated.ts'
import { allowedToIssuers, nothingAllowed } from './permissions-policy.ts'

/** Where browsers report what broke a page's rules. */
export const reportPath = '/csp-report'
const reports = 'csp'

/** A style of one merchant's own. The same object for the same merchant: the headers made for it are kept with it. */
export type ThemeStyle = Readonly<{
  css: string
  /** `sha256-` and the hash in Base64. */
  hash: string
}>

/** What a page holds: which styles, and whether its script. Null: nothing, as in a redirect. */
export type Holds = Readonly<{
  assets: keyof typeof pageAssets
  hasScript: boolean
  theme?: ThemeStyle | null
  /** Hands the browser over to the issuer: it may send a form to the issuer and frame its pages. */
  isHandOff?: boolean
  /** Leads out of a frame in which an issuer has left the customer, so it is the one page that may be framed. */
  isFramed?: boolean
}> | null

function policyFor(holds: Holds, isSecureOrigin: boolean): string {
  const used = holds === null ? null : pageAssets[holds.assets]
  const isHandOff = holds?.isHandOff === true
  return [
    `default-src 'none'`,
    `script-src ${quoted(holds?.hasScript === true ? used?.scriptHash : undefined)}`,
    `style-src ${quoted(used?.styleHash, holds?.theme?.hash)}`,
    `img-src 'self'`,
    `connect-src 'self'`,
    `form-action 'self'${isHandOff ? ' https:' : ''}`,
    `frame-src ${isHandOff ? ofIssuers(isSecureOrigin) : `'none'`}`,
    `frame-ancestors ${holds?.isFramed === true ? ofIssuers(isSecureOrigin) : `'none'`}`,
    `base-uri 'none'`,
    `object-src 'none'`,
    `worker-src 'none'`,
    `require-trusted-types-for 'script'`,
    `trusted-types 'none'`,
    `report-uri ${reportPath}`,
    // Over plain http the first would break local development, and the second takes the place of `report-uri` without
    // sending anything.
    ...(isSecureOrigin ? ['upgrade-insecure-requests', `report-to ${reports}`] : []),
  ].join('; ')
}

/** On a developer's machine, the sandbox's bank is at the page's own origin, over plain http. */
function ofIssuers(isSecureOrigin: boolean): string {
  return isSecureOrigin ? 'https:' : `'self' https:`
}

function quoted(...hashes: readonly (string | undefined)[]): string {
  const known = hashes.filter((hash) => hash !== undefined)
  return known.length === 0 ? `'none'` : known.map((hash) => `'${hash}'`).join(' ')
}

const always = {
  'integrity-policy': `blocked-destinations=(script), endpoints=(${reports})`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, nofollow',
}

const ofPages = { 'cross-origin-embedder-policy': 'require-corp', 'permissions-policy': nothingAllowed }

/** An issuer's page says nothing about being embedded, so the hand-off must not demand it. */
const ofHandOff = { 'permissions-policy': allowedToIssuers }

const overTls = {
  'strict-transport-security': strictTransport,
  'reporting-endpoints': `${reports}="${reportPath}"`,
}

function headersFor(holds: Holds, isSecureOrigin: boolean): Headers {
  return {
    ...(holds === null ? {} : { 'content-type': 'text/html; charset=utf-8' }),
    ...always,
    ...(holds?.isHandOff === true ? ofHandOff : ofPages),
    ...(holds?.isFramed === true ? {} : { 'x-frame-options': 'DENY' }),
    'content-security-policy': policyFor(holds, isSecureOrigin),
    ...(isSecureOrigin ? overTls : {}),
  }
}

type Headers = Readonly<Record<string, string>>
type Known = Map<string, Headers>
const withoutTheme: Known = new Map()
const withTheme = new WeakMap<ThemeStyle, Known>()

export function pageHeaders(holds: Holds, isSecureOrigin: boolean): Headers {
  const known = knownFor(holds?.theme ?? null)
  const name = `${holds?.assets} ${holds?.hasScript} ${holds?.isHandOff} ${holds?.isFramed} ${isSecureOrigin}`
  const headers = known.get(name) ?? headersFor(holds, isSecureOrigin)
  known.set(name, headers)
  return headers
}

function knownFor(theme: ThemeStyle | null): Known {
  if (theme === null) return withoutTheme
  const known = withTheme.get(theme) ?? new Map<string, Headers>()
  withTheme.set(theme, known)
  return known
}
