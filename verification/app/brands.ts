/** The example merchants, each with a look of its own: for whoever wants to see two shops side by side. */
import { join } from 'node:path'
import { readMerchantFile } from '../../src/cli/merchant-file.ts'
import { keyRecord, merchantRecord } from '../../src/cli/records.ts'
import { newSecretKey } from '../../src/cli/secret-key.ts'
import type { NewMerchant } from '../../src/core/merchant.ts'
import type { Mode } from '../../src/core/payment/payment.ts'
import type { Storage } from '../../src/ports.ts'

const folder = join(import.meta.dirname, '../../examples/merchants')

export type Brand = 'hansen' | 'lumiere'

/** As "flowlix merchants create --file" makes it. */
export function brandedMerchant(brand: Brand): NewMerchant {
  const { name = '', ...details } = readMerchantFile(join(folder, brand, 'merchant.json'))
  return merchantRecord(name, details)
}

/** Adds the merchant with a key, whose secret it returns. */
export async function addBrand(storage: Storage, brand: Brand, mode: Mode = 'test'): Promise<string> {
  const merchant = brandedMerchant(brand)
  const secretKey = newSecretKey(mode)
  await storage.addMerchant(merchant)
  await storage.addApiKey(keyRecord(secretKey, merchant.id, mode))
  return secretKey
}
