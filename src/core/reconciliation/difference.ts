/** A difference between our book and the acquirer's: its kind, and what to do about it. */
import type { Currency } from '../money.ts'
import type { StatementLine } from './statement.ts'

export const differenceKinds = [
  /** The acquirer holds money that is not in our book, or that our book says was not charged. */
  'only_theirs',
  /** Another installation of this gateway made the reference. Never repaired by a program. */
  'another_installation',
  /** Our book says that money has moved, and the acquirer's does not. Never repaired by a program. */
  'only_ours',
  'amount_differs',
  /** Two approvals of one payment have moved money, or two lines have one reference. */
  'double',
  /** Our book has the reference at another account: an account may have two names, of which only one could be read. */
  'other_account',
  /** Unknown to one side or both; the customer, time, or a worker settles it. */
  'in_doubt',
  /** The acquirer knows the outcome, and our book does not yet, or the gateway has decided otherwise. */
  'behind',
  /** Needs manual review. */
  'set_aside',
] as const
export type DifferenceKind = (typeof differenceKinds)[number]

/**
 * adopt: accept what the acquirer's book says. reverse: make sure that the line has no effect. wait: a worker is handling
 * it, or the payment is still open. customer: the customer must confirm the payment at the issuer. person: none of these.
 */
export type Proposal = 'adopt' | 'reverse' | 'wait' | 'customer' | 'person'

/** Whose book was compared. */
export type BookOwner = Readonly<{ acquirer: string; account: string | null }>

export type Difference = Readonly<{
  kind: DifferenceKind
  reference: string
  paymentId: string | null
  /** The amount in question: for an authorization that only the acquirer has, the part that was not refunded. */
  amountMinor: number
  currency: Currency
  proposal: Proposal
  line: StatementLine | null
  owner: BookOwner
}>
