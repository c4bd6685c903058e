/**
 * Our names for attempts, refunds, and corrections at the acquirer: unique, lowercase, at most 64 characters. Each begins
 * with the installation's ID, so that money of another installation on the same account is never mistaken for a payment
 * that this one has lost.
 *
 *     attempt      7k2m9x0q-0a1b2c3d0a1b0a1b0a1b0a1b2c3d4e5fa1
 *     refund       7k2m9x0q-r01jdefghjkmnpqrstvwxyz0123
 *     correction   the attempt's reference, then the amount: ...4e5fa1c2500
 */
import { hexOfPaymentId, paymentIdOfHex } from '../payment/payment-id.ts'

const attempt = /^([0-9a-hjkmnp-tv-z]{8})-([0-9a-f]{32})a[1-9][0-9]{0,2}$/
const correction = /^([0-9a-hjkmnp-tv-z]{8})-[0-9a-f]{32}a[1-9][0-9]{0,2}c[1-9][0-9]{0,11}$/
const refund = /^([0-9a-hjkmnp-tv-z]{8})-r([0-9a-hjkmnp-tv-z]{26})$/

/** `attemptNumber` counts from 1. */
export function attemptReference(installationId: string, paymentId: string, attemptNumber: number): string {
  return `${installationId}-${hexOfPaymentId(paymentId)}a${attemptNumber}`
}

/** `refundId` is a ULID in lower case. */
export function refundReference(installationId: string, refundId: string): string {
  return `${installationId}-r${refundId}`
}

/**
 * For refunding the remainder of an authorization that has no payment. The amount is part of the reference, so that a
 * repeated request is the same one, and another remainder has another reference.
 */
export function correctionReference(original: string, amountMinor: number): string {
  return `${original}c${amountMinor}`
}

export function isCorrectionOf(reference: string, original: string): boolean {
  return reference.startsWith(`${original}c`)
}

/** The payment that an attempt's reference belongs to, or null if this installation did not make the reference. */
export function paymentIdOf(installationId: string, reference: string): string | null {
  const [, maker, hex = ''] = attempt.exec(reference) ?? []
  return maker === installationId ? paymentIdOfHex(hex) : null
}

/** The refund that a reference belongs to, or null if this installation did not make the reference. */
export function refundIdOf(installationId: string, reference: string): string | null {
  const [, maker, id = null] = refund.exec(reference) ?? []
  return maker === installationId ? id : null
}

/** The reference has our form, but another installation made it. */
export function isOfAnotherInstallation(installationId: string, reference: string): boolean {
  const made = [attempt, refund, correction]
    .map((shape) => shape.exec(reference))
    .find((match) => match !== null)
  return made !== undefined && made[1] !== installationId
}
