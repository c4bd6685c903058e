/** Who takes part in every world: the one merchant. */
import type { Storage } from '../../src/ports.ts'

export const merchantId = 'mer_simulated'

export function addParties(storage: Storage): Promise<void> {
  return storage.addMerchant({
    id: merchantId,
    name: 'Simulated shop',
    legalName: null,
    city: null,
    country: null,
    supportEmail: null,
    supportUrl: null,
    termsUrl: null,
    privacyUrl: null,
    attemptsMax: null,
    resultPage: null,
    createdAtMs: 0,
  })
}
