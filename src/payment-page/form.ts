/** The card form: its fields, their errors, and the card that they describe. */
import { type BrandInfo, checkPan, detectBrand } from '../card-brands/brand.ts'
import type { Card, LocalNetwork } from '../core/card/card.ts'
import { holdsCardNumber } from '../core/card/card-numbers.ts'
import { SecretCard } from '../core/card/secret-card.ts'
import { findTestCard, type TestCard } from '../core/card/test-cards.ts'
import { type Customer, customerOf } from '../core/payment/payment.ts'
import { addressOf, mapAddress, noAddress, problemsOf, withoutWrong, withTestAddress } from './address.ts'
import { type AddressFields, addressFields } from './fields/address-rules.ts'
import { cvcProblem, emailProblem, nameProblem, readExpiry } from './fields/field-rules.ts'
import { bare } from './fields/typed-digits.ts'
import { acceptsAll, asksForEmail, type FormTerms } from './form-terms.ts'
import type { MessageKey } from './messages.ts'
import { choiceFor, type NetworkChoice } from './network-choice.ts'

/** In the order of the page. */
export const fieldNames = ['number', 'network', 'expiry', 'cvc', 'name', ...addressFields, 'email'] as const
export type FieldName = (typeof fieldNames)[number]
export type FieldErrors = Readonly<Partial<Record<FieldName, MessageKey>>>
/** What may be shown again after an error. Number and code may not. */
export type Echo = Readonly<{ expiry: string; name: string; email: string; address: AddressFields }>

export type CardForm = Readonly<{
  card: SecretCard
  cardSummary: Card
  customer: Customer
  /** What need not be typed again for another card. */
  kept: Echo
  /** The card's name in the limits. */
  fingerprint: string
}>
export type FormResult =
  | Readonly<{ kind: 'card'; form: CardForm }>
  | Readonly<{ kind: 'errors'; errors: FieldErrors; echo: Echo; choice: NetworkChoice | null }>
  /** Fields that this form does not have, or a test card that does not exist. */
  | Readonly<{ kind: 'foreign' }>

type Fields = ReadonlyMap<string, string>

const textMax = 254
/** Added by the script, for the issuer. */
export const browserField = 'browser'
/** The page never shows a number or a code again, so even the right ones have to be typed again. */
export function withCleared(errors: FieldErrors): FieldErrors {
  return { number: 'number.again', cvc: 'cvc.again', ...errors }
}

export const emptyEcho: Echo = { expiry: '', name: '', email: '', address: noAddress }

/** What is known about a number elsewhere. */
type AboutNumbers = Readonly<{
  /** Distinguishes cards without keeping them. */
  fingerprintOf(pan: string): string
  /** Of a co-badged card. */
  networkOf(pan: string): LocalNetwork | null
}>

export function readForm(terms: FormTerms, fields: Fields, nowMs: number, about: AboutNumbers): FormResult {
  const known: readonly string[] = [
    ...['number', 'network', 'expiry', 'cvc', 'name', browserField],
    ...(asksForEmail(terms) ? ['email'] : []),
    ...(terms.hasAddress ? addressFields : []),
    'test_card',
  ]
  if ([...fields.keys()].some((name) => !known.includes(name))) return { kind: 'foreign' }
  const testPan = terms.mode === 'test' ? fields.get('test_card') : undefined
  if (testPan !== undefined) {
    const testCard = findTestCard(testPan)
    if (testCard === null) return { kind: 'foreign' }
    return readCard(terms, withTestCard(fields, testCard, nowMs), nowMs, about)
  }
  return readCard(terms, fields, nowMs, about)
}

/** Fills in what a developer did not want to type: a button names the card, everything else fits it. */
function withTestCard(fields: Fields, { pan, localNetwork }: TestCard, nowMs: number): Fields {
  const name = fields.get('name') ?? ''
  const email = fields.get('email') ?? ''
  return new Map([
    ['number', pan],
    ['network', fields.get('network') ?? localNetwork ?? ''],
    ['expiry', testExpiry(nowMs)],
    ['cvc', detectBrand(pan)?.cvcLength === 4 ? '1234' : '123'],
    ['name', nameProblem(name) === null ? name : testName],
    ['email', emailProblem(email) === null ? email : testEmail],
    ...Object.entries(withTestAddress(mapAddress((part) => fields.get(part) ?? ''))),
  ])
}

export const testName = 'Test Customer'
export const testEmail = 'test@example.com'

/** Two years ahead: also the example in the hint. */
export function testExpiry(nowMs: number): string {
  const date = new Date(nowMs)
  return writeExpiry(date.getUTCMonth() + 1, date.getUTCFullYear() + 2)
}

function writeExpiry(month: number, year: number): string {
  return `${String(month).padStart(2, '0')} / ${String(year).slice(-2)}`
}

function readCard(
  terms: FormTerms,
  fields: Fields,
  nowMs: number,
  { fingerprintOf, networkOf }: AboutNumbers,
): FormResult {
  const field = (name: FieldName): string => fields.get(name) ?? ''
  const pan = bare(field('number'))
  const info = /^\d+$/.test(pan) ? detectBrand(pan) : null
  const expiry = readExpiry(field('expiry'), nowMs)
  const address = terms.hasAddress ? mapAddress(field) : null
  const wrongNumber = numberProblem(pan, info, terms)
  const choice = wrongNumber === null ? choiceFor(pan, terms, networkOf, field('network')) : null
  const errors = {
    ...error('number', wrongNumber),
    ...error('network', choice?.chosen === null ? 'choose' : null),
    ...error('expiry', typeof expiry === 'string' ? expiry : null),
    ...error('cvc', cvcProblem(field('cvc'), info?.cvcLength ?? null)),
    ...error('name', textProblem(field('name'), nameProblem)),
    ...(asksForEmail(terms) ? error('email', textProblem(field('email'), emailProblem)) : {}),
    ...addressErrors(address),
  }
  if (typeof expiry === 'string' || Object.keys(errors).length > 0) {
    return { kind: 'errors', errors, echo: echoOf(field, typeof expiry !== 'string'), choice }
  }
  const holderName = field('name').trim()
  const email = field('email').trim()
  const details = { pan, cvc: bare(field('cvc')), expMonth: expiry.month, expYear: expiry.year, holderName }
  return {
    kind: 'card',
    form: {
      card: new SecretCard(details),
      cardSummary: { ...shownCard(pan, info, expiry), ...(choice?.chosen && { network: choice.chosen }) },
      customer: { ...payer(terms, holderName, email), address: address && addressOf(address) },
      kept: {
        ...{ expiry: writeExpiry(expiry.month, expiry.year), name: holderName, email },
        address: address ?? noAddress,
      },
      fingerprint: fingerprintOf(pan),
    },
  }
}

function addressErrors(typed: AddressFields | null): FieldErrors {
  const problems = typed === null ? [] : problemsOf(typed)
  return Object.assign({}, ...problems.map(([name, problem]) => error(name, problem)))
}

function error(field: FieldName, problem: string | null): FieldErrors {
  return problem === null ? {} : { [field]: `${field}.${problem}` as MessageKey }
}

/**
 * The form does not accept more characters, so a longer string is not a typing mistake, and the field's usual message is
 * enough. The search for card numbers is stricter than in the browser, because the server may store the value.
 */
function textProblem<Problem>(
  text: string,
  problemOf: (text: string) => Problem | null,
): Problem | 'empty' | 'digits' | null {
  if (text.length > textMax) return 'empty'
  return problemOf(text) ?? (holdsCardNumber(text) ? 'digits' : null)
}

function numberProblem(pan: string, info: BrandInfo | null, terms: FormTerms): string | null {
  if (pan === '') return 'empty'
  if (!/^\d+$/.test(pan)) return 'letters'
  if (terms.mode === 'live' && findTestCard(pan) !== null) return 'test'
  const isRefused = info !== null && !terms.accepted.includes(info.brand)
  const problem = isRefused ? 'unsupported' : checkPan(pan)
  return problem === 'unsupported' && !acceptsAll(terms) ? 'unsupportedHere' : problem
}

/** A card number or a code typed into a wrong field must not come back in the page either. */
function echoOf(field: (name: FieldName) => string, isExpiryRead: boolean): Echo {
  const harmless = (text: string): string =>
    text.length > textMax || nameProblem(text) === 'digits' || holdsCardNumber(text) ? '' : text
  const expiry = field('expiry')
  const looksLikeDate = /^\d{1,4}[\s/.-]+\d{1,4}$/.test(expiry) && expiry.length <= 9
  return {
    expiry: isExpiryRead || looksLikeDate ? expiry : '',
    name: harmless(field('name')),
    email: harmless(field('email')),
    address: withoutWrong(mapAddress(field)),
  }
}

function shownCard(
  pan: string,
  info: BrandInfo | null,
  expiry: Readonly<{ month: number; year: number }>,
): Card {
  return {
    brand: info?.brand ?? null,
    last4: pan.slice(-4),
    expMonth: expiry.month,
    expYear: expiry.year,
    country: null,
  }
}

function payer(terms: FormTerms, holderName: string, email: string): Customer {
  const supplied = terms.suppliedCustomer
  return supplied === null ? { email, name: holderName, address: null } : customerOf(supplied)
}
