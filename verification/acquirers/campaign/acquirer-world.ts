/** What a campaign needs to know about an acquirer and its stand-in. */
import type { Transport } from '../../../src/acquirers/transport/transport.ts'
import type { Acquirer } from '../../../src/ports/acquirer.ts'
import type { TestClock } from '../../app/test-clock.ts'
import type { Prng } from '../../seeded-random.ts'
import type { Desk } from '../stand-in/desk.ts'

export type CardKind = 'good' | 'declined' | 'challenged' | 'failing_refunds'

export type AcquirerWorld = Readonly<{
  name: string
  desk: Desk
  /** Other accounts that a merchant may have there. */
  accounts: readonly string[]
  /**
   * An adapter of a new process, with the keys of now, or with those of somebody else by mistake. `by`: what becomes of the
   * way to the acquirer in this process.
   */
  connect(by: (transport: Transport) => Transport, keys: 'ours' | 'others'): Acquirer
  /** The keys are replaced. Processes with the old ones are refused from now on. */
  replaceKeys(): void
  /** A card number that was never used before, and that the stand-in treats like this. */
  newPan(kind: CardKind): string
  /** What the acquirer has of the customer's money, by our reference: captured, and not paid back. */
  heldMinor(): ReadonlyMap<string, number>
  /** A refund of it was refused by the issuer, so only a person can pay it back. */
  refundHasFailed(reference: string): boolean
  /** As the customer would, at the address of the challenge. Resolves to where the browser is sent then. */
  answerChallenge(url: string, isPassed: boolean): Promise<string>
  /** Whether a request to this path is the one with the card. */
  takesCard(path: string): boolean
  /** What the real acquirer would not have accepted. */
  violations(): readonly string[]
}>

export type OpenWorld = (clock: TestClock, random: Prng) => AcquirerWorld

/** Two accounts have no ID in common. */
export const othersFromId = 1_000_000

/** A card number with this beginning: the rest is random, and the last digit fits. */
export function randomPan(beginning: string, random: Prng): string {
  const length = isAmex(beginning) ? 15 : 16
  let digits = beginning
  while (digits.length < length - 1) digits += random.between(0, 9)
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}

export function isAmex(pan: string): boolean {
  return pan.startsWith('37')
}
