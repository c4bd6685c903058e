/** What a payment page may do in a browser: nothing that needs a permission. */

/**
 * Whatever Chromium lets a page switch off, except client hints: those tell the server about the browser and give a script
 * no power. Nothing else: Chromium writes an error to the console for each name that it does not know.
 */
const features = [
  ...['accelerometer', 'aria-notify', 'autoplay', 'browsing-topics', 'camera'],
  ...['captured-surface-control', 'clipboard-read', 'clipboard-write', 'compute-pressure'],
  ...['cross-origin-isolated', 'deferred-fetch', 'deferred-fetch-minimal', 'digital-credentials-get'],
  ...['display-capture', 'encrypted-media', 'fullscreen', 'gamepad'],
  ...['geolocation', 'gyroscope', 'hid', 'identity-credentials-get', 'idle-detection', 'interest-cohort'],
  ...['keyboard-map', 'language-detector', 'language-model', 'local-fonts', 'local-network'],
  ...['local-network-access', 'loopback-network', 'magnetometer'],
  ...['microphone', 'midi', 'on-device-speech-recognition', 'otp-credentials', 'payment'],
  ...['picture-in-picture', 'private-state-token-issuance', 'private-state-token-redemption'],
  ...['publickey-credentials-create', 'publickey-credentials-get', 'screen-wake-lock', 'serial'],
  ...['storage-access', 'summarizer', 'sync-xhr', 'translator', 'unload', 'usb'],
  ...['window-management', 'xr-spatial-tracking'],
]

/** Issuers confirm with passkeys and payment credentials, from origins of their own. */
const ofIssuers: ReadonlySet<string> = new Set(['payment', 'publickey-credentials-get'])

export const nothingAllowed = policy(() => '()')
export const allowedToIssuers = policy((feature) => (ofIssuers.has(feature) ? '*' : '()'))

function policy(allowlist: (feature: string) => string): string {
  return features.map((feature) => `${feature}=${allowlist(feature)}`).join(', ')
}
