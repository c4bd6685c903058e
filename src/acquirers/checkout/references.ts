/**
 * Our references at Checkout.com. For American Express they may have at most 30 characters, which ours exceed; such a payment
 * has a shortened one, and ours in its metadata.
 */
import { createHash } from 'node:crypto'

const shortMax = 30

export function sentReference(reference: string, isAmex: boolean): string {
  return isAmex && reference.length > shortMax ? shortened(reference) : reference
}

/** What Checkout.com may have it as; ours first. */
export function possibleReferences(reference: string): readonly string[] {
  return reference.length > shortMax ? [reference, shortened(reference)] : [reference]
}

export function isSame(theirs: string | null, reference: string): boolean {
  return theirs !== null && possibleReferences(reference).includes(theirs)
}

export function isShortened(theirs: string): boolean {
  return /^fl[0-9a-f]{28}$/.test(theirs)
}

function shortened(reference: string): string {
  const digest = createHash('sha256').update(reference).digest('hex')
  return `fl${digest.slice(0, shortMax - 2)}`
}

export function isAmexNumber(pan: string): boolean {
  return /^3[47]/.test(pan)
}

export function referenceMetadata(reference: string): Readonly<{ flowlix_reference: string }> {
  return { flowlix_reference: reference }
}
