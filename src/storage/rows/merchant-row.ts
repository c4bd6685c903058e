/** Maps a merchant to database columns and back, for every engine. */
import { type Brand, brands, type LocalNetwork, localNetworks } from '../../core/card/card.ts'
import type { ImageType } from '../../core/look/image-header.ts'
import type { Logo, StoredLogo } from '../../core/look/logo.ts'
import type {
  BillingAddressRule,
  ColorScheme,
  CornerStyle,
  Merchant,
  ResultPage,
} from '../../core/merchant.ts'
import type { Value } from './card-row.ts'

export type MerchantRow = Readonly<{
  id: string
  name: string
  legal_name: string | null
  address_line: string | null
  city: string | null
  country: string | null
  support_email: string | null
  support_phone: string | null
  support_url: string | null
  terms_url: string | null
  privacy_url: string | null
  refund_policy_url: string | null
  statement_descriptor: string | null
  accent_color: string | null
  corner_style: CornerStyle | null
  color_scheme: ColorScheme | null
  powered_by: boolean | null
  default_locale: string | null
  session_extension: boolean | null
  /** Separated by commas. */
  accepted_brands: string | null
  /** The same. */
  local_networks: string | null
  billing_address: BillingAddressRule | null
  attempts_max: number | null
  result_page: ResultPage | null
  test_acquirer: string | null
  test_account: string | null
  live_acquirer: string | null
  live_account: string | null
  created_at_ms: number
}> &
  LogoColumns

type LogoColumns = Readonly<{
  logo_hash: string | null
  logo_type: string | null
  logo_width: number | null
  logo_height: number | null
}>

export type LogoRow = LogoColumns & Readonly<{ logo: Uint8Array }>

export const merchantFixedColumns = ['id', 'created_at_ms'] as const
/** In the order of {@link merchantChangingValues}. */
export const merchantChangingColumns = [
  'name',
  'legal_name',
  'address_line',
  'city',
  'country',
  'support_email',
  'support_phone',
  'support_url',
  'terms_url',
  'privacy_url',
  'refund_policy_url',
  'statement_descriptor',
  'accent_color',
  'corner_style',
  'color_scheme',
  'powered_by',
  'default_locale',
  'session_extension',
  'accepted_brands',
  'local_networks',
  'billing_address',
  'attempts_max',
  'result_page',
  'test_acquirer',
  'test_account',
  'live_acquirer',
  'live_account',
] as const

export function merchantChangingValues(merchant: Omit<Merchant, 'logo'>): (Value | boolean)[] {
  return [
    merchant.name,
    merchant.legalName,
    merchant.addressLine,
    merchant.city,
    merchant.country,
    merchant.supportEmail,
    merchant.supportPhone,
    merchant.supportUrl,
    merchant.termsUrl,
    merchant.privacyUrl,
    merchant.refundPolicyUrl,
    merchant.statementDescriptor,
    merchant.accentColor,
    merchant.cornerStyle,
    merchant.colorScheme,
    merchant.poweredBy,
    merchant.defaultLocale,
    merchant.sessionExtension,
    merchant.acceptedBrands === null ? null : merchant.acceptedBrands.join(','),
    merchant.localNetworks === null ? null : merchant.localNetworks.join(','),
    merchant.billingAddress,
    merchant.attemptsMax,
    merchant.resultPage,
    merchant.testAcquirer,
    merchant.testAccount,
    merchant.liveAcquirer,
    merchant.liveAccount,
  ]
}

/** What a merchant carries of its logo. The image itself is read only for those who ask for it. */
export const logoFactColumns = ['logo_hash', 'logo_type', 'logo_width', 'logo_height'] as const
/** In the order of {@link logoValues}. */
export const logoColumns = [...logoFactColumns, 'logo'] as const

export function logoValues(logo: StoredLogo | null): (Value | Uint8Array)[] {
  if (logo === null) return logoColumns.map(() => null)
  return [logo.hash, logo.type, logo.width, logo.height, logo.bytes]
}

export function merchantOf(row: MerchantRow): Merchant {
  return {
    id: row.id,
    name: row.name,
    legalName: row.legal_name,
    addressLine: row.address_line,
    city: row.city,
    country: row.country,
    supportEmail: row.support_email,
    supportPhone: row.support_phone,
    supportUrl: row.support_url,
    termsUrl: row.terms_url,
    privacyUrl: row.privacy_url,
    refundPolicyUrl: row.refund_policy_url,
    statementDescriptor: row.statement_descriptor,
    logo: logoOf(row),
    accentColor: row.accent_color,
    cornerStyle: row.corner_style,
    colorScheme: row.color_scheme,
    poweredBy: row.powered_by,
    defaultLocale: row.default_locale,
    sessionExtension: row.session_extension,
    acceptedBrands: namesIn<Brand>(row.accepted_brands, brands),
    localNetworks: namesIn<LocalNetwork>(row.local_networks, localNetworks),
    billingAddress: row.billing_address,
    attemptsMax: row.attempts_max,
    resultPage: row.result_page,
    testAcquirer: row.test_acquirer,
    testAccount: row.test_account,
    liveAcquirer: row.live_acquirer,
    liveAccount: row.live_account,
    createdAtMs: row.created_at_ms,
  }
}

function namesIn<Name extends string>(text: string | null, known: readonly Name[]): readonly Name[] | null {
  if (text === null) return null
  const names = text.split(',')
  return known.filter((name) => names.includes(name))
}

export function storedLogoOf(row: LogoRow): StoredLogo | null {
  const logo = logoOf(row)
  return logo === null ? null : { ...logo, bytes: row.logo }
}

function logoOf({ logo_hash, logo_type, logo_width, logo_height }: LogoColumns): Logo | null {
  if (logo_hash === null) return null
  return {
    hash: logo_hash,
    type: logo_type as ImageType,
    width: Number(logo_width),
    height: Number(logo_height),
  }
}
