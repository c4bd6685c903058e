/** Why payments with a new key would be rejected, as far as it shows where the key is made. */
import { acquirerSource } from '../config/acquirer-names.ts'
import type { Environment } from '../config/read-config.ts'
import { sandboxName } from '../core/card/test-cards.ts'
import { type Merchant, missingForLive } from '../core/merchant.ts'
import type { Mode } from '../core/payment/payment.ts'

export function obstacles(merchant: Merchant, mode: Mode, environment: Environment): readonly string[] {
  return mode === 'live' ? obstaclesToLive(merchant, environment) : obstaclesToTest(merchant, environment)
}

function obstaclesToLive(merchant: Merchant, { LIVE_ACQUIRER = '' }: Environment): readonly string[] {
  const missing = missingForLive(merchant)
  const details =
    missing.length === 0
      ? []
      : [`Live payments are rejected until "flowlix merchants set" adds ${listOf(missing)}.`]
  const { liveAcquirer } = merchant
  if (liveAcquirer !== null)
    return [...details, ...obstacleOfOwn(liveAcquirer, 'live', 'LIVE_ACQUIRER', LIVE_ACQUIRER)]
  return LIVE_ACQUIRER === ''
    ? [...details, 'LIVE_ACQUIRER is not set here. Without it, "flowlix serve" rejects live payments.']
    : details
}

function listOf(items: readonly string[]): string {
  return new Intl.ListFormat('en').format(items)
}

/** Without an acquirer of its own, a merchant has the sandbox, or whatever TEST_ACQUIRER begins with. */
function obstaclesToTest({ testAcquirer }: Merchant, { TEST_ACQUIRER = '' }: Environment): readonly string[] {
  return testAcquirer === null || testAcquirer === sandboxName
    ? []
    : obstacleOfOwn(testAcquirer, 'test', 'TEST_ACQUIRER', TEST_ACQUIRER)
}

/** Nothing is said of a list with modules: they would have to be loaded for their names. */
function obstacleOfOwn(name: string, mode: Mode, setting: string, list: string): readonly string[] {
  const sources = list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(acquirerSource)
  const isMissing = sources.every((source) => source.kind === 'built_in' && source.name !== name)
  return isMissing
    ? [
        `The acquirer of this merchant, ${name}, is not in ${setting} here. Without it, the gateway rejects the merchant's ${mode} payments.`,
      ]
    : []
}
