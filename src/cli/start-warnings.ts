/** What is allowed in production, but still deserves a line in the log at every start. */
import { readFileSync } from 'node:fs'
import type { App } from '../app/app.ts'
import type { Config } from '../config/read-config.ts'
import type { ApiKey } from '../core/api-key.ts'
import { type Merchant, missingForLive } from '../core/merchant.ts'
import { isPostgresUrl } from '../platform/postgres/postgres-url.ts'
import type { LogFields } from '../ports/system.ts'
import { isLoopbackAddress } from './loopback.ts'

type Warning = readonly [fields: LogFields, message: string]

export async function warnAtStart(
  { gateway, storage }: Pick<App, 'gateway' | 'storage'>,
  config: Config,
): Promise<void> {
  const { live } = gateway.acquirers
  const keys = await storage.listApiKeys(null)
  const merchants = await storage.listMerchants()
  const warnings = [
    ...warningsOfMachine(config, { userId: process.getuid?.() ?? null, limits: readLimits() }),
    ...(live.defaultName === null ? warningsWithoutAcquirer(keys) : []),
    ...warningsOfMerchants(keys, merchants),
    ...warningsOfAcquirers(gateway, keys, merchants),
    // Without a tombstone two approvals of one payment may coexist until the reversal is repeated.
    ...[...live.byName.values()]
      .filter(({ capabilities }) => !capabilities.attemptReversalIsTombstone)
      .map(({ name }) => [{ acquirer: name }, lateRequests] as const),
  ]
  for (const [fields, message] of warnings) gateway.log.warn(fields, message)
}

const lateRequests = 'this acquirer may still execute a request that arrives after its reversal'

/** Behind an unnamed proxy all customers share one address, so limits by address are off for such addresses. */
export function warningsOfLimits(config: Config): readonly Warning[] {
  const { throttles, trustedProxies, nodeSecret, databaseUrl } = config
  if (throttles === 'off') return []
  const warnings: Warning[] = []
  if (trustedProxies.length === 0)
    warnings.push([
      { setting: 'TRUSTED_PROXIES' },
      'requests from loopback and private addresses are not limited by address: set TRUSTED_PROXIES to the proxy in front of the gateway',
    ])
  if (nodeSecret === null && isPostgresUrl(databaseUrl))
    warnings.push([
      { setting: 'NODE_SECRET' },
      'each node counts the declines of a card on its own: if there are several nodes, set NODE_SECRET to the same random secret on each of them',
    ])
  return warnings
}

/** `limits`: the content of /proc/self/limits on Linux, or null. */
export function warningsOfMachine(
  { host, apiUrl, payUrl }: Pick<Config, 'host' | 'apiUrl' | 'payUrl'>,
  { userId, limits }: Readonly<{ userId: number | null; limits: string | null }>,
): readonly Warning[] {
  const warnings: Warning[] = []
  if (!isLoopbackAddress(host)) {
    warnings.push([
      { host },
      'other machines can reach this address without TLS: allow only the TLS proxy to connect to it',
    ])
  }
  for (const [setting, origin] of Object.entries({ API_URL: apiUrl, PAY_URL: payUrl })) {
    if (!origin.startsWith('https:'))
      warnings.push([
        { setting },
        'this public origin is not https: API keys or card numbers are sent unencrypted',
      ])
  }
  if (userId === 0) warnings.push([{}, 'the gateway is running as root: run it as a dedicated user'])
  if (mayDumpCore(limits))
    warnings.push([
      {},
      'a crash may write card numbers to a core file: set the core file size limit to 0 (ulimit -c 0)',
    ])
  return warnings
}

/** Their live keys are rejected, which they should not be the first to notice. */
function warningsOfMerchants(keys: readonly ApiKey[], merchants: readonly Merchant[]): readonly Warning[] {
  const withKeys = new Set(keys.filter(isLive).map(({ merchantId }) => merchantId))
  return merchants.flatMap((merchant): readonly Warning[] => {
    const missing = missingForLive(merchant)
    if (missing.length === 0 || !withKeys.has(merchant.id)) return []
    const fields = { merchantId: merchant.id, missing: missing.join(', ') }
    return [
      [
        fields,
        'live payments of this merchant are rejected until "flowlix merchants set" adds what is missing',
      ],
    ]
  })
}

/** Their payments are rejected as well. */
function warningsOfAcquirers(
  { acquirers }: App['gateway'],
  keys: readonly ApiKey[],
  merchants: readonly Merchant[],
): readonly Warning[] {
  return merchants.flatMap((merchant): readonly Warning[] => {
    const { id, liveAcquirer, testAcquirer } = merchant
    const own = [
      { mode: 'live', acquirer: liveAcquirer, setting: 'LIVE_ACQUIRER' },
      { mode: 'test', acquirer: testAcquirer, setting: 'TEST_ACQUIRER' },
    ] as const
    return own.flatMap(({ mode, acquirer, setting }): readonly Warning[] => {
      const hasKey = keys.some(
        (key) => key.merchantId === id && key.mode === mode && key.revokedAtMs === null,
      )
      if (acquirer === null || !hasKey || acquirers[mode].byName.has(acquirer)) return []
      return [
        [
          { merchantId: id, acquirer, mode },
          `payments of this merchant are rejected: its acquirer is not in ${setting}`,
        ],
      ]
    })
  })
}

function isLive({ mode, revokedAtMs }: ApiKey): boolean {
  return mode === 'live' && revokedAtMs === null
}

function warningsWithoutAcquirer(keys: readonly ApiKey[]): readonly Warning[] {
  const count = keys.filter(isLive).length
  return count === 0
    ? []
    : [[{ keys: count }, 'there are live keys, but LIVE_ACQUIRER is not set: live payments are rejected']]
}

function readLimits(): string | null {
  try {
    return readFileSync('/proc/self/limits', 'utf8')
  } catch {
    return null
  }
}

/** The soft limit is the one that counts. */
function mayDumpCore(limits: string | null): boolean {
  const soft = /^Max core file size +(\S+)/m.exec(limits ?? '')?.[1] ?? '0'
  return soft !== '0'
}
