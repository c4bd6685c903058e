/**
 * The personal data of an event is stored apart from it. The chained event contains only a hash of it, so the data can be
 * removed and the chain still verifies. A salt, which is removed with the data, keeps the hash from being guessed.
 */
import { hash } from 'node:crypto'
import type { AnyEvent, AttemptStarted, PaymentCreated } from '../core/payment/events.ts'
import type { Customer } from '../core/payment/payment.ts'
import { noPersonalTerms, type PersonalTerms } from '../core/payment/personal-data.ts'
import { fromJson } from './rows/damaged-row.ts'

/** The personal data in a payment's first event and in an attempt's event. */
type PersonalData = PersonalTerms & Readonly<{ customer: Customer | null }>

type Salted = Readonly<{ salt: string }>

const nothing: PersonalData & Salted = { ...noPersonalTerms, customer: null, salt: '' }

/** `personalData` is JSON with the salt, exactly as it was hashed; null if the event has no personal data. */
type Separated = Readonly<{ body: string; personalData: string | null }>

export function separate(event: AnyEvent, salt: () => string): Separated {
  if (event.type === 'payment_created') return separateTerms(event, salt())
  if (event.type === 'attempt_started' && event.customer !== null) {
    const { customer, ...rest } = event
    return withHash(rest, JSON.stringify({ salt: salt(), customer }))
  }
  return { body: JSON.stringify(event), personalData: null }
}

function separateTerms({ terms, customer, ...rest }: PaymentCreated, salt: string): Separated {
  const { description, metadata, returnUrl, callbackUrl, suppliedCustomer, ...others } = terms
  const personal = { salt, description, metadata, returnUrl, callbackUrl, suppliedCustomer, customer }
  return withHash({ ...rest, terms: others }, JSON.stringify(personal))
}

function withHash(rest: object, personalData: string): Separated {
  return { body: JSON.stringify({ ...rest, personalData: hashOf(personalData) }), personalData }
}

function hashOf(personalData: string): string {
  return hash('sha256', personalData, 'hex')
}

/** Spaces, as many as it had bytes: what keeps its length is overwritten where it lies, and nothing of it is left. */
export function overwriting(personalData: string): string {
  return ' '.repeat(Buffer.byteLength(personalData))
}

/** It was written, and not overwritten. */
export function hasPersonalData(text: string | null): text is string {
  return text !== null && text.trim() !== ''
}

/** Null everywhere where it was removed, or never was. */
export function readPersonalData(text: string | null): PersonalData & Salted {
  return hasPersonalData(text) ? fromJson(text, 'personal_data.body') : nothing
}

type WithHash<Event extends { customer: unknown }> = Omit<Event, 'customer'> &
  Readonly<{ personalData: string }>

/** The event as it happened, with null for what was removed. */
export function reunite(body: string, personalData: string | null): AnyEvent {
  const stored = fromJson<AnyEvent | WithHash<PaymentCreated> | WithHash<AttemptStarted>>(body, 'events.body')
  if (!('personalData' in stored)) return stored
  const { personalData: _, ...rest } = stored
  const { salt, customer, ...terms } = readPersonalData(personalData)
  return rest.type === 'attempt_started'
    ? { ...rest, customer }
    : { ...rest, terms: { ...rest.terms, ...terms }, customer }
}

/**
 * The IDs of those with the email address, whatever the case of its letters. Not a question for the database: each
 * engine, and each locale of an engine, knows other letters.
 */
export function idsWithEmail(
  rows: readonly Readonly<{ id: string; body: string }>[],
  email: string,
): readonly string[] {
  const wanted = email.toLowerCase()
  const isWanted = (person: Readonly<{ email: string }> | null): boolean =>
    person?.email.toLowerCase() === wanted
  return rows.flatMap(({ id, body }) => {
    const { suppliedCustomer = null, customer } = readPersonalData(body)
    return isWanted(suppliedCustomer) || isWanted(customer) ? [id] : []
  })
}

/** What is wrong with the personal data of an event; null if nothing is. */
export function brokenPersonalData(
  body: string,
  personalData: string | null,
  isRemoved: boolean,
): string | null {
  const expected = /"personalData":"([0-9a-f]{64})"}$/.exec(body)?.[1]
  if (expected === undefined) return personalData === null ? null : 'belongs to an event that has none'
  if (personalData === null) return 'is missing'
  if (!hasPersonalData(personalData)) return isRemoved ? null : 'was removed, and the payment does not say so'
  if (isRemoved) return 'is still there, and the payment says that it was removed'
  return hashOf(personalData) === expected ? null : 'was changed'
}
