/** The headers of every page: no third parties, no framing, no scripts except ours, no caching. */
import { formAssets, stateAssets } from './assets.generated.ts'

/** Where browsers report what broke a page's rules. */
export const reportPath = '/csp-report'
const reports = 'csp'

/** What a page holds: which style, and whether its script. Null: nothing, as in a redirect. */
export type Holds = Readonly<{ kind: 'form' | 'state'; hasScript: boolean }> | null

const assets = { form: formAssets, state: stateAssets }

function policyFor(holds: Holds, isSecureOrigin: boolean): string {
  const used = holds === null ? null : assets[holds.kind]
  const [style, script] = [used?.styleHash, holds?.hasScript === true ? used?.scriptHash : undefined]
  return [
    `default-src 'none'`,
    `script-src ${quoted(script)}`,
    `style-src ${quoted(style)}`,
    `img-src 'self'`,
    `connect-src 'self'`,
    `form-action 'self'`,
    `frame-src 'none'`,
    `frame-ancestors 'none'`,
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

function quoted(hash: string | undefined): string {
  return hash === undefined ? `'none'` : `'${hash}'`
}

const unusedFeatures = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
]

const always = {
  'integrity-policy': `blocked-destinations=(script), endpoints=(${reports})`,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'origin-agent-cluster': '?1',
  'permissions-policy': unusedFeatures.map((feature) => `${feature}=()`).join(', '),
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, nofollow',
}

const overTls = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'reporting-endpoints': `${reports}="${reportPath}"`,
}

function headersFor(holds: Holds, isSecureOrigin: boolean): Headers {
  return {
    ...(holds === null ? {} : { 'content-type': 'text/html; charset=utf-8' }),
    ...always,
    'content-security-policy': policyFor(holds, isSecureOrigin),
    ...(isSecureOrigin ? overTls : {}),
  }
}

type Headers = Readonly<Record<string, string>>
const known = new Map<string, Headers>()

export function pageHeaders(holds: Holds, isSecureOrigin: boolean): Headers {
  const name = `${holds?.kind} ${holds?.hasScript} ${isSecureOrigin}`
  const headers = known.get(name) ?? headersFor(holds, isSecureOrigin)
  known.set(name, headers)
  return headers
}
