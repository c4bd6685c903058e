/** What customers see of a merchant, and what the merchant has decided about its payments. */
import { type Brand, brands, type LocalNetwork } from './card/card.ts'
import type { Logo, StoredLogo } from './look/logo.ts'

/** Which endings the customer sees on a page before being sent back. */
export const resultPages = ['failures', 'none', 'all'] as const
export type ResultPage = (typeof resultPages)[number]

export const cornerStyles = ['square', 'rounded', 'pill'] as const
export type CornerStyle = (typeof cornerStyles)[number]

/** `auto`: as the customer's device is set. */
export const colorSchemes = ['auto', 'light', 'dark'] as const
export type ColorScheme = (typeof colorSchemes)[number]

export const billingAddresses = ['off', 'required'] as const
/** Whether the page asks for the address that the bank knows. */
export type BillingAddressRule = (typeof billingAddresses)[number]

export type Merchant = Readonly<{
  /** `mer_` and 26 characters. */
  id: string
  /** The name that customers know. */
  name: string
  legalName: string | null
  /** Street and number. */
  addressLine: string | null
  city: string | null
  /** ISO 3166-1 alpha-2. */
  country: string | null
  supportEmail: string | null
  supportPhone: string | null
  supportUrl: string | null
  termsUrl: string | null
  privacyUrl: string | null
  refundPolicyUrl: string | null
  /** How payments appear on bank statements. */
  statementDescriptor: string | null
  logo: Logo | null
  /** `#rrggbb`, in lowercase. */
  accentColor: string | null
  /** Null: rounded. */
  cornerStyle: CornerStyle | null
  /** Null: auto. */
  colorScheme: ColorScheme | null
  /** Whether the page names the product that it is made with. Null: yes. */
  poweredBy: boolean | null
  /** The language for customers whose own language is not available. Null: English. */
  defaultLocale: string | null
  /** Whether customers may extend a session of less than 20 hours. Null: yes. */
  sessionExtension: boolean | null
  /** The brands of cards that its customers may pay with, in the order of `brands`. Null: all. */
  acceptedBrands: readonly Brand[] | null
  /** The local networks that customers with co-badged cards may choose, in the order of `localNetworks`. Null: none. */
  localNetworks: readonly LocalNetwork[] | null
  /** Null: off. */
  billingAddress: BillingAddressRule | null
  /** 1 to 5. Null, here and in `resultPage`, means the installation's setting. */
  attemptsMax: number | null
  resultPage: ResultPage | null
  /** The acquirer of new attempts, and the merchant's own account there. Null: the first one, that of the credentials. */
  testAcquirer: string | null
  testAccount: string | null
  liveAcquirer: string | null
  liveAccount: string | null
  createdAtMs: number
}>

/** A merchant with the image of its logo, as it is saved. */
export type NewMerchant = Omit<Merchant, 'logo'> & Readonly<{ logo: StoredLogo | null }>

/** What a merchant may leave open, left open. */
export const unspecified: Omit<NewMerchant, 'id' | 'name' | 'createdAtMs'> & Readonly<{ logo: null }> = {
  legalName: null,
  addressLine: null,
  city: null,
  country: null,
  supportEmail: null,
  supportPhone: null,
  supportUrl: null,
  termsUrl: null,
  privacyUrl: null,
  refundPolicyUrl: null,
  statementDescriptor: null,
  logo: null,
  accentColor: null,
  cornerStyle: null,
  colorScheme: null,
  poweredBy: null,
  defaultLocale: null,
  sessionExtension: null,
  acceptedBrands: null,
  localNetworks: null,
  billingAddress: null,
  attemptsMax: null,
  resultPage: null,
  testAcquirer: null,
  testAccount: null,
  liveAcquirer: null,
  liveAccount: null,
}

/** What the issuer and the card statement name; the statement takes few characters. */
export type ShownNames = Readonly<{ payee: string; statementName: string }>

const statementNameMax = 22

/** Without a statement descriptor, the name is used as far as it is printable ASCII and fits. */
export function shownNames(merchant: Pick<Merchant, 'name' | 'statementDescriptor'> | null): ShownNames {
  const payee = merchant?.name ?? ''
  // An accent is a character of its own after this, and is left out like everything else that is not ASCII.
  const plain = payee
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/ {2,}/g, ' ')
  const short = plain.slice(0, statementNameMax).trim()
  return { payee, statementName: merchant?.statementDescriptor ?? (short || 'Card payment') }
}

export type MerchantChanges = Partial<Omit<NewMerchant, 'id' | 'createdAtMs'>>

export function acceptedBrands(merchant: Pick<Merchant, 'acceptedBrands'> | null): readonly Brand[] {
  return merchant?.acceptedBrands ?? brands
}

/** What the card schemes require on the page: who sells, where they are, and how to contact them. */
export function missingForLive(merchant: Merchant | null): readonly string[] {
  const { legalName, city, country, supportEmail, supportPhone, supportUrl } = merchant ?? unspecified
  const facts: readonly (readonly [string, string | null])[] = [
    ["the merchant's legal name", legalName],
    ["the merchant's city", city],
    ["the merchant's country", country],
    ["the merchant's support email, phone, or URL", supportEmail ?? supportPhone ?? supportUrl],
  ]
  return facts.filter(([, value]) => value === null).map(([name]) => name)
}
