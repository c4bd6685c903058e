/** The headers of every page: no third party, no framing, no script but ours, nothing kept by anybody. */
import { formAssets, stateAssets } from './assets.generated.ts'

const policy = [
  `default-src 'none'`,
  `script-src '${formAssets.scriptHash}' '${stateAssets.scriptHash}'`,
  `style-src '${formAssets.styleHash}' '${stateAssets.styleHash}'`,
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
].join('; ')

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
  'content-type': 'text/html; charset=utf-8',
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

/** Over plain http the two https-only parts would break local development. */
export function pageHeaders(isSecureOrigin: boolean): Readonly<Record<string, string>> {
  if (!isSecureOrigin) return { ...always, 'content-security-policy': policy }
  return {
    ...always,
    'content-security-policy': `${policy}; upgrade-insecure-requests`,
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
  }
}
