/**
 * A payment: its terms, which never change, and three separate facts: the money (attempts and refunds), how it ended, and
 * what is running. The public status is computed from them elsewhere.
 */
import { type Attempt, blocksNextAttempt } from '../attempt/attempt.ts'
import type { Card } from '../card/card.ts'
import type { DeclineCode } from '../decline.ts'
import type { Currency } from '../money.ts'
import type { Refund } from '../refund/refund.ts'
import type { BillingAddress } from './billing-address.ts'
import { type Now, waitedMs } from './waiting.ts'

export type Mode = 'test' | 'live'

/** Customer details from the merchant. The page never shows them, because anyone with its link can open it. */
export type SuppliedCustomer = Readonly<{
  email: string
  firstName: string
  lastName: string
  country: string
  phone: string
  address: string
  city: string
  zip: string
}>

/** Who paid: known once the customer has submitted the page's form, or from the start for a direct payment. */
export type Customer = Readonly<{
  email: string
  name: string
  /** What the customer entered; null if the page did not ask. */
  address: BillingAddress | null
}>

/** The customer as the merchant named them. */
export function customerOf({ email, firstName, lastName }: SuppliedCustomer): Customer {
  return { email, name: `${firstName} ${lastName}`, address: null }
}

/** For the acquirer: what the customer entered, or else the address that the merchant has sent. */
export function billingAddressOf({ customer, suppliedCustomer }: Payment): BillingAddress | null {
  const entered = customer?.address ?? null
  if (entered !== null || suppliedCustomer === null) return entered
  const { country, address: line1, city, zip: postcode } = suppliedCustomer
  return { country, line1, line2: null, city, postcode }
}

/** What the merchant asked for. Fixed at creation; the database refuses changes, too. */
export type PaymentTerms = Readonly<{
  /** `pay_` and 128 random bits in the shape of a UUID, lowercase. */
  id: string
  merchantId: string
  mode: Mode
  kind: 'hosted' | 'direct'
  amountMinor: number
  currency: Currency
  /** The page's language for a customer who chooses none; null if the merchant did not name a supported one. */
  locale: string | null
  description: string | null
  metadata: Readonly<Record<string, string>> | null
  /** Where the customer is sent back to: the contract's redirect_url or return_url. */
  returnUrl: string | null
  /** Where this payment's events are sent, if the operator has switched callbacks on for the merchant. */
  callbackUrl: string | null
  suppliedCustomer: SuppliedCustomer | null
  /** If it is 1, a declined card ends the payment. */
  attemptsMax: number
  /** How many times a customer may ask for more time. */
  extensionsMax: number
  createdAtMs: number
  /** When the session ends unless it is extended. */
  expiresAtMs: number
}>

/** How a payment ended. It never changes again. */
export type Ending =
  | Readonly<{ kind: 'succeeded'; atMs: number }>
  | Readonly<{ kind: 'failed'; atMs: number; declineCode: DeclineCode }>
  | Readonly<{ kind: 'expired'; atMs: number }>
  | Readonly<{ kind: 'canceled'; atMs: number }>

export type Payment = PaymentTerms &
  Readonly<{
    card: Card | null
    customer: Customer | null
    /** How many times the session was extended. */
    extensions: number
    attempts: readonly Attempt[]
    ending: Ending | null
    refunds: readonly Refund[]
    /** After this time, everything personal is null. */
    personalDataRemovedAtMs: number | null
    /** Rises with every save. A save with an old version is refused. */
    version: number
    /** Rises whenever a worker claims the payment. A worker with an older epoch has lost it. */
    epoch: number
  }>

/** `number` counts from 1. Null if there is no such attempt. */
export function attemptNumbered(payment: Payment, number: number): Attempt | null {
  return payment.attempts.find((attempt) => attempt.number === number) ?? null
}

/** The attempt that the acquirer knows by this reference. */
export function attemptReferenced(payment: Payment, reference: string): Attempt | null {
  return payment.attempts.find((attempt) => attempt.reference === reference) ?? null
}

export function refundOf(payment: Payment, refundId: string): Refund | null {
  return payment.refunds.find((refund) => refund.id === refundId) ?? null
}

/** The one attempt that charged the card or still might: no other attempt starts in the meantime. */
export function blockingAttempt(payment: Payment): Attempt | null {
  return payment.attempts.find(blocksNextAttempt) ?? null
}

/** How long a session stays open if it is not extended, and what each extension adds. */
export function sessionLifeMs({ createdAtMs, expiresAtMs }: PaymentTerms): number {
  return expiresAtMs - createdAtMs
}

/** With all extensions so far. */
export function sessionEndMs(payment: Payment): number {
  return payment.expiresAtMs + payment.extensions * sessionLifeMs(payment)
}

/** What counts is how long the session has existed, not what a clock shows that was set in the meantime. */
export function isSessionOver(payment: Payment, now: Now): boolean {
  return waitedMs(now, payment.createdAtMs) >= sessionEndMs(payment) - payment.createdAtMs
}

/** The attempt that the page is about: the running one, or the next one. */
export function shownAttemptNumber(payment: Payment): number {
  return blockingAttempt(payment)?.number ?? payment.attempts.length + 1
}

/** The attempt that charged the card, or null. */
export function approvedAttempt(payment: Payment): Attempt | null {
  return payment.attempts.find((attempt) => attempt.state === 'approved') ?? null
}

export function lastAttempt(payment: Payment): Attempt | null {
  return payment.attempts.at(-1) ?? null
}

/**
 * When a worker must look at the payment again, or null. Derived from the state at every save, so that due work and state
 * cannot disagree.
 */
export function wakeAtMs(payment: Payment): number | null {
  const running = payment.attempts.map((attempt) => attempt.nextAtMs)
  const refunding = payment.refunds.map((refund) => refund.nextAtMs)
  const expiring = payment.ending === null && blockingAttempt(payment) === null ? [sessionEndMs(payment)] : []
  const times = [...running, ...refunding, ...expiring].filter((time) => time !== null)
  return times.length === 0 ? null : Math.min(...times)
}
