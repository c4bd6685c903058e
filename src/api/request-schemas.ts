/**
 * The bodies that the API accepts: one source for validation and for the published description. If several members are
 * invalid, the first in this order, which is the contract's, is reported.
 */
import { z } from 'zod'
import { countryCodes, isCountryCode } from '../core/card/country.ts'
import { languages } from '../core/language.ts'
import { amountMinorMax, currencies } from '../core/money.ts'
import type { Mode } from '../core/payment/payment.ts'
import { isReturnAddress } from '../core/payment/return-address.ts'
import { freeText, freeTextMessage, isText, line, lines, shaped } from './string-rules.ts'

const amountMessage = `must be an integer from 1 to ${amountMinorMax}, in minor units, written without a fraction or exponent.`

const amount = z
  .int(amountMessage)
  .min(1, amountMessage)
  .max(amountMinorMax, amountMessage)
  .meta({ description: 'Amount in minor units, for example 2500 for EUR 25.00.', example: 2500 })

const currency = z
  .enum(currencies, `must be one of: ${currencies.join(', ')}.`)
  .meta({ description: 'Three-letter ISO 4217 code in lowercase.', example: 'eur' })

const emailMessage = 'must be an email address of up to 254 characters.'
const phoneMessage = 'must be in international format: + followed by 7 to 15 digits.'
const countryMessage = 'must be an assigned ISO 3166-1 alpha-2 code in uppercase.'

export const customer = z
  .object(
    {
      email: shaped(/^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/, 254, emailMessage).meta({
        description: 'Email address.',
        maxLength: 254,
        example: 'alex@example.com',
      }),
      first_name: line(255, 'Given name.').meta({ example: 'Alex' }),
      last_name: line(255, 'Family name.').meta({ example: 'Johnson' }),
      address: lines(255, 'Street address.').meta({ example: 'Friedrichstrasse 100' }),
      city: line(255, 'City.').meta({ example: 'Berlin' }),
      zip: line(255, 'Postal code.').meta({ example: '10117' }),
      country: z.string(countryMessage).refine(isCountryCode, countryMessage).meta({
        description: 'Country, as an assigned ISO 3166-1 alpha-2 code in uppercase.',
        enum: countryCodes,
        example: 'DE',
      }),
      phone: shaped(/^\+[0-9]{7,15}$/, 16, phoneMessage).meta({
        description: 'Phone number in international format: `+` followed by 7 to 15 digits.',
        example: '+491709876543',
      }),
    },
    'must be an object.',
  )
  .meta({ description: 'The customer. If it is present, every member is required.' })

const metadataKeysMax = 50
const metadataValueMax = 500
const metadataMessage = `must be an object of up to ${metadataKeysMax} strings of up to ${metadataValueMax} characters, with keys of 1 to 255 characters.`

/** Checked by hand, because the merchant chooses the keys. `__proto__` is refused because it breaks many programs. */
const metadata = z
  .custom<Readonly<Record<string, string>>>(isPlainObject, metadataMessage)
  .superRefine((entries, check) => {
    const keys = Object.keys(entries)
    if (keys.length > metadataKeysMax) check.addIssue({ code: 'custom', message: metadataMessage })
    for (const key of keys) {
      const value: unknown = entries[key]
      const isValid = typeof value === 'string' && isText(value, metadataValueMax, true)
      if (!isMetadataKey(key)) check.addIssue({ code: 'custom', message: metadataMessage })
      else if (!isValid)
        check.addIssue({ code: 'custom', path: [key], message: freeTextMessage(metadataValueMax) })
    }
  })
  .meta({
    description: 'Your own data, returned with the payment until it is removed. Keys and values are strings.',
    type: 'object',
    maxProperties: metadataKeysMax,
    propertyNames: { minLength: 1, maxLength: 255 },
    additionalProperties: { type: 'string', maxLength: metadataValueMax },
    example: { order_id: '1042' },
  })

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null
}

function isMetadataKey(key: string): boolean {
  return key.length > 0 && isText(key, 255, false) && key !== '__proto__'
}

/** A URL to which a browser is sent: https, or http with a test key. */
function address(mode: Mode, description: string) {
  const message = `must be an absolute https:// URL of up to 2048 characters without a username or password${mode === 'test' ? ', or http:// with a test key' : ''}.`
  return z
    .string(message)
    .refine((text) => isReturnAddress(text, mode) && URL.canParse(text), message)
    .meta({
      description: `${description} An absolute \`https://\` URL without a username or password; with a test key, \`http://\` is also allowed.`,
      format: 'uri',
      maxLength: 2048,
      example: 'https://shop.example.com/checkout/complete',
    })
}

const locale = z.string('must be a string.').meta({
  description: `Language of the hosted page, as a language tag such as \`de\` or \`fr-CA\`: one of ${languages.map((code) => `\`${code}\``).join(', ')}. Any other value is ignored, and the page uses the language of the customer's browser.`,
  example: 'en',
})

const description = freeText(500, 'A description for your records, shown to the customer on the hosted page.')

function hostedPaymentIn(mode: Mode) {
  return z.object({
    amount,
    currency,
    redirect_url: address(mode, 'Where the customer goes after completing or canceling the payment.'),
    customer: customer.optional(),
    description: description.optional(),
    metadata: metadata.optional(),
    callback_url: address(
      mode,
      'Stored. The events of this payment are sent to it only if the operator of the gateway has switched that on for you. It is checked when something is sent, and not before.',
    ).optional(),
    locale: locale.optional(),
  })
}

export const hostedPayment = { test: hostedPaymentIn('test'), live: hostedPaymentIn('live') }

const numberMessage = 'must be a string of 12 to 19 digits.'
const cvcMessage = 'must be a string of 3 or 4 digits.'
const monthMessage = 'must be an integer from 1 to 12.'
const yearMessage = 'must be a four-digit integer.'

/** No message repeats a value, because it is card data. */
export const card = z
  .object(
    {
      number: shaped(/^[0-9]{12,19}$/, 19, numberMessage).meta({
        description: 'Card number: 12 to 19 digits, without spaces or dashes.',
        example: '4111111111111111',
      }),
      exp_month: z.int(monthMessage).min(1, monthMessage).max(12, monthMessage).meta({
        description: 'Expiration month.',
        example: 12,
      }),
      exp_year: z.int(yearMessage).min(1000, yearMessage).max(9999, yearMessage).meta({
        description: 'Four-digit expiration year.',
        example: 2030,
      }),
      cvc: shaped(/^[0-9]{3,4}$/, 4, cvcMessage).meta({
        description: 'Security code: 3 or 4 digits, as a string.',
        example: '123',
      }),
      holder_name: line(255, 'Name on the card.').meta({ example: 'Alex Johnson' }),
    },
    'must be an object.',
  )
  .meta({
    description: 'The card. It is held in memory only while it is being charged, and never stored.',
  })

function directPaymentIn(mode: Mode) {
  return z.object({
    amount,
    currency,
    card,
    return_url: address(
      mode,
      'Where the customer goes after confirming the payment with the bank (3-D Secure).',
    ).optional(),
    customer: customer.optional(),
    description: description.optional(),
    metadata: metadata.optional(),
    locale: locale.optional(),
  })
}

export const directPayment = { test: directPaymentIn('test'), live: directPaymentIn('live') }

export const refund = z.object({
  reason: line(50, 'Why the payment is refunded.').meta({ example: 'requested_by_customer' }),
  amount: amount
    .optional()
    .meta({ description: 'Amount in minor units. Defaults to everything that has not been refunded yet.' }),
})
