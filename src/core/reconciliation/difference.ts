/** A difference between our book and the acquirer's: what kind it is, and what is proposed about it. */
import type { Currency } from '../money.ts'
import type { StatementLine } from './statement.ts'

export const differenceKinds = [
  /** They hold money that our book does not know, or says was not charged. */
  'only_theirs',
  /** Another installation of this gateway has made the reference. Never touched by a program. */
  'another_installation',
  /** We say that money moved, and they do not. Never repaired by a program. */
  'only_ours',
  'amount_differs',
  /** Two approvals of one payment that have moved money. */
  'double',
  /** Not known yet, at either side; the customer, time or a worker settles it. */
  'in_doubt',
  /** They have settled what our book does not know yet, or has decided otherwise. */
  'behind',
  /** Waits for a person. */
  'set_aside',
] as const
export type DifferenceKind = (typeof differenceKinds)[number]

/**
 * adopt: believe the acquirer. reverse: make their line have no effect. wait: a worker is at it, or the payment is still
 * open. customer: the customer must confirm the payment at the issuer. person: none of these.
 */
export type Proposal = 'adopt' | 'reverse' | 'wait' | 'customer' | 'person'

export type Difference = Readonly<{
  kind: DifferenceKind
  reference: string
  paymentId: string | null
  /** What it is about: of an authorization that they alone hold, the part that was not paid back. */
  amountMinor: number
  currency: Currency
  proposal: Proposal
  line: StatementLine | null
}>
