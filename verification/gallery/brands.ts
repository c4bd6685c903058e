/** Two shops that look nothing alike, so that the gallery shows what a merchant's brand changes. */
import { keyRecord, merchantRecord } from '../../src/cli/records.ts'
import { newSecretKey } from '../../src/cli/secret-key.ts'
import type { TestApp } from '../app/test-app.ts'
import { type Town, withKey } from '../browser/town.ts'

export const brandNames = ['plain', 'branded'] as const
export type BrandName = (typeof brandNames)[number]

/** The same town, seen by the customers of one brand: what is created in it is this merchant's. */
export async function townOf(town: Town, brand: BrandName): Promise<Town> {
  if (brand === 'plain') return town
  return withKey(town, await addBranded(town.gateway))
}

async function addBranded({ app: { storage } }: TestApp): Promise<string> {
  const merchant = merchantRecord('Hansen & Söhne Fahrräder', {
    legalName: 'Hansen & Söhne Fahrräder GmbH',
    city: 'Flensburg',
    country: 'DE',
    supportEmail: 'hilfe@hansen.example',
    supportUrl: 'https://hansen.example/kontakt',
    termsUrl: 'https://hansen.example/agb',
    privacyUrl: 'https://hansen.example/datenschutz',
  })
  await storage.addMerchant(merchant)
  const key = newSecretKey('test')
  await storage.addApiKey(keyRecord(key, merchant.id, 'test'))
  return key
}
