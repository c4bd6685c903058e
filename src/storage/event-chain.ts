/** The events of a payment form a chain of hashes: one that was changed or removed later breaks it. */
import { hash } from 'node:crypto'
import type { AnyEvent } from '../core/payment/events.ts'
import type { Random } from '../ports/system.ts'
import { separate } from './personal-data.ts'

/** What comes before a payment's first event. */
export const chainStart = '0'.repeat(64)

/** SHA-256 over the previous hash and the event's JSON exactly as it is stored, hex. */
export function chainHash(previous: string, eventJson: string): string {
  return hash('sha256', previous + eventJson, 'hex')
}

/** Ready to be appended. */
export type ChainedEvent = Readonly<{ body: string; personalData: string | null; hash: string }>

/** Each event's personal data is hashed with a salt of its own. */
export type SaltSource = Pick<Random, 'bytes'>

const saltLength = 16

/** Hashed before the payment's row is written, which keeps the newest hash. */
export function chainEvents(
  previousHash: string,
  events: readonly AnyEvent[],
  random: SaltSource,
): readonly ChainedEvent[] {
  const newSalt = () => Buffer.from(random.bytes(saltLength)).toString('base64url')
  let hash = previousHash
  return events.map((event) => {
    const separated = separate(event, newSalt)
    hash = chainHash(hash, separated.body)
    return { ...separated, hash }
  })
}
