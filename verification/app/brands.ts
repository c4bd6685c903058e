/** The example merchants, each with a look of its own, so that two shops can be seen side by side. */
import { join } from 'node:path'
import { readMerchantFile } from '../../src/cli/merchant-file.ts'
import { keyRecord, merchantRecord } from '../../src/cli/records.ts'
import { newSecretKey } from '../../src/cli/secret-key.ts'
import type { NewMerchant } from '../../src/core/merchant.ts'
import type { Storage } from '../../src/ports/storage.ts'

const folder = join(import.meta.dirname, '../../examples/merchants')

export const brands = ['hansen', 'lumiere'] as const
export type Brand = (typeof brands)[number]

/** As "flowlix merchants create --file" makes it, with the rules of the installation. */
export function brandedMerchant(brand: Brand): NewMerchant {
  const file = join(folder, brand, 'merchant.json')
  const { name = '', ...details } = readMerchantFile(file)
  return merchantRecord(name, { ...details, attemptsMax: null, resultPage: null })
}

/** Adds the merchant with a test key, whose secret it returns. */
export async function addBrand(storage: Storage, brand: Brand): Promise<string> {
  const merchant = brandedMerchant(brand)
  const secretKey = newSecretKey('test')
  await storage.addMerchant(merchant)
  await storage.addApiKey(keyRecord(secretKey, merchant.id, 'test'))
  return secretKey
}
