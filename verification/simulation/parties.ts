/** Who takes part in every world: the one merchant, with a key. */
import { hash } from 'node:crypto'
import type { Storage } from '../../src/ports.ts'

export const merchantId = 'mer_simulated'
export const simulatedKeyId = 'key_simulated'
export const secretKey = 'fl_test_sk_simulated'

export async function addParties(storage: Storage): Promise<void> {
  await storage.addMerchant({
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
  await storage.addApiKey({
    id: simulatedKeyId,
    merchantId,
    mode: 'test',
    hash: hash('sha256', secretKey, 'hex'),
    last4: secretKey.slice(-4),
    createdAtMs: 0,
    expiresAtMs: null,
    lastUsedAtMs: null,
    revokedAtMs: null,
  })
  // Of the addresses that processes sign: made before any of them starts.
  await storage.installationSecret('links')
}
