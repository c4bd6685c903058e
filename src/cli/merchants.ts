/** `flowlix merchants create|list`. */
import { parseArgs } from 'node:util'
import { isCountryCode } from '../core/country.ts'
import type { Storage } from '../ports.ts'
import { merchantRecord } from './api-keys.ts'
import { UsageError } from './usage.ts'

export async function merchants(storage: Storage, args: readonly string[]): Promise<string> {
  const [action, ...rest] = args
  if (action === 'create') return create(storage, rest)
  if (action === 'list' && rest.length === 0) return list(storage)
  throw new UsageError('flowlix merchants create --name "Your Shop" | flowlix merchants list')
}

const options = {
  name: { type: 'string' },
  'legal-name': { type: 'string' },
  city: { type: 'string' },
  country: { type: 'string' },
  'support-email': { type: 'string' },
  'support-url': { type: 'string' },
  'terms-url': { type: 'string' },
  'privacy-url': { type: 'string' },
} as const

async function create(storage: Storage, args: readonly string[]): Promise<string> {
  const { values } = parseArgs({ args: [...args], options, strict: true })
  if (values.name === undefined || values.name.trim() === '') throw new UsageError('--name is required')
  if (values.country !== undefined && !isCountryCode(values.country)) {
    throw new UsageError('--country must be an ISO 3166-1 alpha-2 code in upper case')
  }
  for (const name of ['support-url', 'terms-url', 'privacy-url'] as const) {
    const url = values[name]
    if (url !== undefined && !(url.startsWith('https://') && URL.canParse(url))) {
      throw new UsageError(`--${name} must be an https:// address`)
    }
  }
  const email = values['support-email']
  if (email !== undefined && !/^[^\s@]+@[^\s@]+$/.test(email)) {
    throw new UsageError('--support-email must be an email address')
  }
  const merchant = merchantRecord(values.name.trim(), {
    legalName: values['legal-name'] ?? null,
    city: values.city ?? null,
    country: values.country ?? null,
    supportEmail: values['support-email'] ?? null,
    supportUrl: values['support-url'] ?? null,
    termsUrl: values['terms-url'] ?? null,
    privacyUrl: values['privacy-url'] ?? null,
  })
  await storage.addMerchant(merchant)
  return `${merchant.id}  ${merchant.name}\nNext: flowlix keys create --merchant ${merchant.id} --mode test`
}

async function list(storage: Storage): Promise<string> {
  const all = await storage.listMerchants()
  return all.length === 0
    ? 'There are no merchants yet.'
    : all.map(({ id, name }) => `${id}  ${name}`).join('\n')
}
