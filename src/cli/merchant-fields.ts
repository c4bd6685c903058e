/** The details of a merchant that the command line can set, and which values are valid. */

import { isCountryCode } from '../core/card/country.ts'
import { hasForbiddenCharacters, isLonger } from '../core/characters.ts'
import type { Merchant, MerchantChanges, ResultPage } from '../core/merchant.ts'
import type { Input, Option } from './command.ts'
import { UsageError } from './mistakes.ts'

type Field = Option &
  Readonly<{
    key: keyof MerchantChanges
    /** Throws {@link UsageError}; null for an empty string. */
    read(option: string, text: string): Merchant[keyof MerchantChanges]
  }>

const textMax = 255
const emailMax = 254
const urlMax = 2_048

function line(key: keyof MerchantChanges, meaning: string): Field {
  return { key, value: '"<text>"', meaning, read: (option, text) => readLine(option, text, textMax) || null }
}

function webAddress(key: keyof MerchantChanges, meaning: string): Field {
  const read = (option: string, text: string): string | null => {
    const url = readLine(option, text, urlMax)
    if (url !== '' && !(url.startsWith('https://') && URL.canParse(url)))
      throw new UsageError(`--${option} must be an https:// address`)
    return url || null
  }
  return { key, value: '<url>', meaning, read }
}

export const merchantFields: Readonly<Record<string, Field>> = {
  name: line('name', 'The shop name that customers see.'),
  'legal-name': line('legalName', 'The company name, shown on the payment page.'),
  city: line('city', 'The city where the company is based.'),
  country: {
    key: 'country',
    value: '<code>',
    meaning: 'The country where the company is based, such as DE.',
    read: readCountry,
  },
  'support-email': {
    key: 'supportEmail',
    value: '<address>',
    meaning: 'The email address for customer support.',
    read: readEmail,
  },
  'support-url': webAddress('supportUrl', 'The web page for customer support.'),
  'terms-url': webAddress('termsUrl', 'The terms of sale.'),
  'privacy-url': webAddress('privacyUrl', 'The privacy policy.'),
  'attempts-max': {
    key: 'attemptsMax',
    value: '<1-5>',
    meaning: 'How many cards a customer may try for one payment; overrides ATTEMPTS_MAX.',
    read: readAttempts,
  },
  'result-page': {
    key: 'resultPage',
    value: 'failures|none|all',
    meaning: 'Which results customers see before they return to the shop; overrides RESULT_PAGE.',
    read: readResultPage,
  },
}

/** Only the options that were used; an empty string removes a value. */
export function readMerchantFields({ values }: Input): MerchantChanges {
  const changes: Record<string, unknown> = {}
  for (const [option, { key, read }] of Object.entries(merchantFields)) {
    const text = values[option]
    if (text !== undefined) changes[key] = read(option, text)
  }
  if (changes.name === null) throw new UsageError('--name must not be empty')
  return changes as MerchantChanges
}

function readLine(option: string, text: string, lengthMax: number): string {
  const trimmed = text.trim()
  if (isLonger(trimmed, lengthMax) || hasForbiddenCharacters(trimmed, false)) {
    throw new UsageError(`--${option} must have at most ${lengthMax} characters, and no control characters`)
  }
  return trimmed
}

function readCountry(option: string, text: string): string | null {
  if (text !== '' && !isCountryCode(text))
    throw new UsageError(`--${option} must be an ISO 3166-1 alpha-2 code in upper case, such as DE`)
  return text || null
}

function readEmail(option: string, text: string): string | null {
  const email = readLine(option, text, emailMax)
  if (email !== '' && !/^[^\s@]+@[^\s@]+$/.test(email))
    throw new UsageError(`--${option} must be an email address`)
  return email || null
}

function readAttempts(option: string, text: string): number | null {
  if (text !== '' && !/^[1-5]$/.test(text)) throw new UsageError(`--${option} must be an integer from 1 to 5`)
  return text === '' ? null : Number(text)
}

const resultPages: readonly ResultPage[] = ['failures', 'none', 'all']

function readResultPage(option: string, text: string): ResultPage | null {
  const page = resultPages.find((candidate) => candidate === text)
  if (text !== '' && page === undefined)
    throw new UsageError(`--${option} must be one of ${resultPages.join(', ')}`)
  return page ?? null
}
