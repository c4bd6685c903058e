/** Who takes part in every world: the one merchant, with two keys. */
import { hash } from 'node:crypto'
import { unspecified } from '../../src/core/merchant.ts'
import type { Storage } from '../../src/ports/storage.ts'

export const merchantId = 'mer_simulated'
export const simulatedKeyId = 'key_simulated'
export const secretKey = 'fl_test_sk_simulated'
export const secondKeyId = 'key_second'
export const secondSecretKey = 'fl_test_sk_second'

export async function addParties(storage: Storage): Promise<void> {
  await storage.addMerchant({
    id: merchantId,
    name: 'Simulated shop',
    ...unspecified,
    createdAtMs: 0,
  })
  await addKey(storage, simulatedKeyId, secretKey)
  await addKey(storage, secondKeyId, secondSecretKey)
  // Of the addresses that processes sign: made before any of them starts.
  await storage.installationSecret('links')
}

function addKey(storage: Storage, id: string, secret: string): Promise<void> {
  return storage.addApiKey({
    id,
    merchantId,
    mode: 'test',
    hash: hash('sha256', secret, 'hex'),
    last4: secret.slice(-4),
    createdAtMs: 0,
    expiresAtMs: null,
    lastUsedAtMs: null,
    revokedAtMs: null,
  })
}
