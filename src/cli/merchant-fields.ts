/**
 * The details of a merchant that operators can set: as options, and as keys in a JSON file, which are the names of the
 * options with underscores.
 */
import { brands, localNetworks } from '../core/card/card.ts'
import {
  billingAddresses,
  colorSchemes,
  cornerStyles,
  type MerchantChanges,
  resultPages,
} from '../core/merchant.ts'
import type { Input, Option } from './command.ts'
import { readLogo } from './logo-file.ts'
import {
  acquirerAccount,
  acquirerName,
  color,
  country,
  descriptor,
  emailAddress,
  integer,
  language,
  line,
  listOf,
  oneOf,
  onOrOff,
  phoneNumber,
  type Reading,
  required,
  webAddress,
} from './merchant-values.ts'
import { UsageError } from './mistakes.ts'

export type Field = Option &
  Readonly<{
    key: keyof MerchantChanges
    value: string
    /** How a JSON file writes it; a string if this is missing. */
    json?: 'integer' | 'boolean' | 'list'
    /** `folder`: where relative paths begin. */
    read(text: string, folder: string): Reading
  }>

const lineMax = 255
const text = '"<text>"'

export const merchantFields: Readonly<Record<string, Field>> = {
  name: {
    key: 'name',
    value: text,
    meaning: 'The shop name that customers see.',
    read: required(line(lineMax)),
  },
  'legal-name': {
    key: 'legalName',
    value: text,
    meaning: 'The company name, shown on the payment page.',
    read: line(lineMax),
  },
  'address-line': {
    key: 'addressLine',
    value: text,
    meaning: 'Street and number, shown on receipts.',
    read: line(lineMax),
  },
  city: {
    key: 'city',
    value: text,
    meaning: 'The city where the company is based.',
    read: line(lineMax),
  },
  country: {
    key: 'country',
    value: '<code>',
    meaning: 'The country where the company is based, such as DE.',
    read: country,
  },
  logo: {
    key: 'logo',
    value: '<file>',
    meaning: 'The logo: PNG, JPEG, or WebP, at most 64 kB and 1,000 by 1,000 pixels.',
    read: readLogo,
  },
  'accent-color': {
    key: 'accentColor',
    value: '<#rrggbb>',
    meaning: 'The color of buttons. Refused if it would be hard to see.',
    read: color,
  },
  'corner-style': {
    key: 'cornerStyle',
    value: cornerStyles.join('|'),
    meaning: 'The corners of buttons and fields. Default: rounded.',
    read: oneOf(cornerStyles),
  },
  'color-scheme': {
    key: 'colorScheme',
    value: colorSchemes.join('|'),
    meaning: "Light or dark pages, or auto to follow the setting of the customer's device. Default: auto.",
    read: oneOf(colorSchemes),
  },
  'support-email': {
    key: 'supportEmail',
    value: '<address>',
    meaning: 'The email address for customer support.',
    read: emailAddress,
  },
  'support-phone': {
    key: 'supportPhone',
    value: '<number>',
    meaning: 'The telephone number for customer support, such as "+49 40 1234567".',
    read: phoneNumber,
  },
  'support-url': {
    key: 'supportUrl',
    value: '<url>',
    meaning: 'The web page for customer support.',
    read: webAddress,
  },
  'terms-url': { key: 'termsUrl', value: '<url>', meaning: 'The terms of sale.', read: webAddress },
  'privacy-url': { key: 'privacyUrl', value: '<url>', meaning: 'The privacy policy.', read: webAddress },
  'refund-policy-url': {
    key: 'refundPolicyUrl',
    value: '<url>',
    meaning: 'The refund policy.',
    read: webAddress,
  },
  'statement-descriptor': {
    key: 'statementDescriptor',
    value: text,
    meaning: 'How payments appear on bank statements, shown on receipts.',
    read: descriptor,
  },
  'powered-by': {
    key: 'poweredBy',
    value: 'on|off',
    json: 'boolean',
    meaning: 'Whether the payment page says "Powered by Flowlix". Default: on.',
    read: onOrOff,
  },
  'default-locale': {
    key: 'defaultLocale',
    value: '<language>',
    meaning: 'The language of the page if it is not available in a language that the customer prefers.',
    read: language,
  },
  'session-extension': {
    key: 'sessionExtension',
    value: 'on|off',
    json: 'boolean',
    meaning: 'Whether customers may extend sessions that are shorter than 20 hours. Default: on.',
    read: onOrOff,
  },
  'accepted-brands': {
    key: 'acceptedBrands',
    value: '<brands>',
    json: 'list',
    meaning: `The card brands that customers may pay with, such as "visa, mastercard". Default: all (${brands.join(', ')}).`,
    read: listOf(brands),
  },
  'local-networks': {
    key: 'localNetworks',
    value: '<networks>',
    json: 'list',
    meaning: `The local networks that customers with co-badged cards may choose, such as "cartes_bancaires". Default: none (known: ${localNetworks.join(', ')}).`,
    read: listOf(localNetworks),
  },
  'billing-address': {
    key: 'billingAddress',
    value: billingAddresses.join('|'),
    meaning: 'Whether the page asks for the billing address of the card. Default: off.',
    read: oneOf(billingAddresses),
  },
  'attempts-max': {
    key: 'attemptsMax',
    value: '<1-5>',
    json: 'integer',
    meaning: 'How many cards a customer may try for one payment; overrides ATTEMPTS_MAX.',
    read: integer(1, 5),
  },
  'result-page': {
    key: 'resultPage',
    value: resultPages.join('|'),
    meaning: 'Which results customers see before they return to the shop; overrides RESULT_PAGE.',
    read: oneOf(resultPages),
  },
  acquirer: {
    key: 'liveAcquirer',
    value: '<name>',
    meaning: 'The acquirer of live payments, one of those in LIVE_ACQUIRER. Default: the first one.',
    read: acquirerName,
  },
  'acquirer-account': {
    key: 'liveAccount',
    value: '<id>',
    meaning:
      "The merchant's own account at that acquirer, such as acct_... or pc_.... Default: that of the credentials.",
    read: acquirerAccount,
  },
  'test-acquirer': {
    key: 'testAcquirer',
    value: '<name>',
    meaning: 'The acquirer of test payments, one of those in TEST_ACQUIRER, or sandbox.',
    read: acquirerName,
  },
  'test-acquirer-account': {
    key: 'testAccount',
    value: '<id>',
    meaning: "The merchant's own account there.",
    read: acquirerAccount,
  },
}

/** Only the options that were used. */
export function readOptions({ values }: Input): MerchantChanges {
  const used = Object.entries(merchantFields).flatMap(([option, field]) => {
    const typed = values[option]
    return typed === undefined ? [] : [{ name: `--${option}`, field, text: typed }]
  })
  const { changes, mistakes } = readAll(used, process.cwd())
  if (mistakes.length > 0) throw new UsageError(mistakes.join('; '))
  return changes
}

type Named = Readonly<{ name: string; field: Field; text: string }>

/** `folder`: where relative paths begin. */
export function readAll(
  named: readonly Named[],
  folder: string,
): Readonly<{ changes: MerchantChanges; mistakes: readonly string[] }> {
  const changes: Record<string, unknown> = {}
  const mistakes: string[] = []
  for (const { name, field, text } of named) {
    const reading = field.read(text, folder)
    if ('problem' in reading) mistakes.push(`${name} ${reading.problem}`)
    else changes[field.key] = reading.value
  }
  return { changes: changes as MerchantChanges, mistakes }
}
