/** The events of a payment form a chain of hashes: one that was changed or removed later breaks it. */
import { hash } from 'node:crypto'

/** What comes before a payment's first event. */
export const chainStart = '0'.repeat(64)

/** SHA-256 over the previous hash and the event's JSON exactly as it is stored, hex. */
export function chainHash(previous: string, eventJson: string): string {
  return hash('sha256', previous + eventJson, 'hex')
}
