/** Live payments need a complete setup. Test keys are always permitted. */

import type { ApiKey } from '../core/api-key.ts'
import { missingForLive } from '../core/merchant.ts'
import type { Gateway } from '../operations/gateway.ts'
import { ApiError } from './api-error.ts'

/**
 * What a live key needs for an endpoint. Charging a card needs an acquirer, and a merchant with the details that the page must
 * show. Refunds must not depend on those details.
 */
export type Needs = 'nothing' | 'acquirer' | 'acquirer and merchant'

export async function permit({ acquirers, storage }: Gateway, key: ApiKey, needs: Needs): Promise<void> {
  if (key.mode === 'test' || needs === 'nothing') return
  const { byName, defaultName } = acquirers.live
  const merchant = needs === 'acquirer' ? null : await storage.findMerchant(key.merchantId)
  const name = merchant?.liveAcquirer ?? defaultName
  const missing = [
    ...(name === null ? ['a live acquirer'] : byName.has(name) ? [] : [`the live acquirer "${name}"`]),
    ...(needs === 'acquirer' ? [] : missingForLive(merchant)),
  ]
  if (missing.length === 0) return
  const message = `Live payments are not set up yet. Missing: ${missing.join(', ')}. Ask the operator of the gateway to set this up.`
  throw new ApiError('permission_denied', message)
}
