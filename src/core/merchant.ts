/** What customers see of a merchant, and what the merchant has decided about its payments. */

/** Which endings the customer sees on a page before being sent back. */
export const resultPages = ['failures', 'none', 'all'] as const
export type ResultPage = (typeof resultPages)[number]

export type Merchant = Readonly<{
  /** `mer_` and 26 characters. */
  id: string
  /** The name that customers know. */
  name: string
  legalName: string | null
  city: string | null
  /** ISO 3166-1 alpha-2. */
  country: string | null
  supportEmail: string | null
  supportUrl: string | null
  termsUrl: string | null
  privacyUrl: string | null
  /** 1 to 5. Null, here and in `resultPage`, means the installation's setting. */
  attemptsMax: number | null
  resultPage: ResultPage | null
  createdAtMs: number
}>

/** What a merchant may leave open, left open. */
export const unspecified: Omit<Merchant, 'id' | 'name' | 'createdAtMs'> = {
  legalName: null,
  city: null,
  country: null,
  supportEmail: null,
  supportUrl: null,
  termsUrl: null,
  privacyUrl: null,
  attemptsMax: null,
  resultPage: null,
}

export type MerchantChanges = Partial<Omit<Merchant, 'id' | 'createdAtMs'>>
