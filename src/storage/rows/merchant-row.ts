/** Maps a merchant to database columns and back, for every engine. */
import type { Merchant, ResultPage } from '../../core/merchant.ts'
import type { Value } from './card-row.ts'

export type MerchantRow = Readonly<{
  id: string
  name: string
  legal_name: string | null
  city: string | null
  country: string | null
  support_email: string | null
  support_url: string | null
  terms_url: string | null
  privacy_url: string | null
  attempts_max: number | null
  result_page: ResultPage | null
  created_at_ms: number
}>

export const merchantFixedColumns = ['id', 'created_at_ms'] as const
/** In the order of {@link merchantChangingValues}. */
export const merchantChangingColumns = [
  'name',
  'legal_name',
  'city',
  'country',
  'support_email',
  'support_url',
  'terms_url',
  'privacy_url',
  'attempts_max',
  'result_page',
] as const

export function merchantChangingValues(merchant: Merchant): Value[] {
  return [
    merchant.name,
    merchant.legalName,
    merchant.city,
    merchant.country,
    merchant.supportEmail,
    merchant.supportUrl,
    merchant.termsUrl,
    merchant.privacyUrl,
    merchant.attemptsMax,
    merchant.resultPage,
  ]
}

export function merchantOf(row: MerchantRow): Merchant {
  return {
    id: row.id,
    name: row.name,
    legalName: row.legal_name,
    city: row.city,
    country: row.country,
    supportEmail: row.support_email,
    supportUrl: row.support_url,
    termsUrl: row.terms_url,
    privacyUrl: row.privacy_url,
    attemptsMax: row.attempts_max,
    resultPage: row.result_page,
    createdAtMs: row.created_at_ms,
  }
}
