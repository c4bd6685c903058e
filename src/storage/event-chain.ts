/** The events of a payment form a chain of hashes: one that was changed or removed later breaks it. */
import { hash } from 'node:crypto'
import type { AnyEvent } from '../core/payment/events.ts'
import { systemRandom } from '../platform/system-random.ts'
import { separate } from './personal-data.ts'

/** What comes before a payment's first event. */
export const chainStart = '0'.repeat(64)

/** SHA-256 over the previous hash and the event's JSON exactly as it is stored, hex. */
export function chainHash(previous: string, eventJson: string): string {
  return hash('sha256', previous + eventJson, 'hex')
}

/** Ready to be appended. */
export type ChainedEvent = Readonly<{ body: string; personalData: string | null; hash: string }>

/** Hashed before the payment's row is written, which keeps the newest hash. */
export function chainEvents(previousHash: string, events: readonly AnyEvent[]): readonly ChainedEvent[] {
  let hash = previousHash
  return events.map((event) => {
    const separated = separate(event, newSalt)
    hash = chainHash(hash, separated.body)
    return { ...separated, hash }
  })
}

const saltLength = 16

function newSalt(): string {
  return Buffer.from(systemRandom.bytes(saltLength)).toString('base64url')
}
