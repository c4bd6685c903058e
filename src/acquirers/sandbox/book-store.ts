/** Where the sandbox acquirer keeps its ledger: the rows, and what the book's rules need to read and write them. */
import type { MethodCompletion } from '../../core/attempt/answers.ts'
import type { Network } from '../../core/card/card.ts'
import type { DeclineCode } from '../../core/decline.ts'
import type { Currency } from '../../core/money.ts'
import type { StatementLine } from '../../core/reconciliation/statement.ts'

export type AuthorizationState = 'challenged' | 'approved' | 'declined' | 'reversed'

export type Authorization = Readonly<{
  reference: string
  amountMinor: number
  currency: Currency
  last4: string | null
  country: string | null
  payee: string
  /** Of a co-badged card. */
  network: Network | null
  state: AuthorizationState
  declineCode: DeclineCode | null
  transactionId: string | null
  /** Unguessable; the address of the challenge page holds it. */
  challengeId: string | null
  /** The browser gets to the challenge by a form. */
  isForm: boolean
  /** What the 3-D Secure method notifies; null where the issuer does not ask for it. */
  methodNotificationUrl: string | null
  methodCompletion: MethodCompletion | null
  /** The method is all that the issuer wants. */
  approvesAfterMethod: boolean
  declineAfterChallenge: DeclineCode | null
  refundsFail: boolean
  /** Kept for challenges only. */
  returnUrl: string | null
  createdAtMs: number
}>

/** What of an authorization may change. */
export type AuthorizationChange = Partial<
  Pick<Authorization, 'state' | 'declineCode' | 'transactionId' | 'methodCompletion'>
>

/** What a refund pays back, by the reference of the authorization. */
export type BookRefundRequest = Readonly<{
  reference: string
  originalReference: string
  amountMinor: number
  currency: Currency
}>

/** Its end is written down at the start and comes into force when its time is over. */
export type BookRefund = Readonly<{
  reference: string
  originalReference: string
  amountMinor: number
  currency: Currency
  refundId: string
  state: 'pending' | 'succeeded' | 'failed' | 'reversed'
  /** What a pending one turns into at `dueAtMs`. */
  becomes: 'succeeded' | 'failed'
  dueAtMs: number
  declineCode: DeclineCode | null
  createdAtMs: number
}>

export type RefundEnd = Pick<BookRefund, 'state' | 'declineCode'>

export type BookTransaction = Readonly<{
  reference: string
  /** Null if it was never approved. */
  acquirerTransactionId: string | null
  kind: 'authorization' | 'refund'
  /** challenged, approved, declined, reversed; or pending, succeeded, failed, reversed. */
  state: StatementLine['state']
  amountMinor: number
  currency: Currency
  /** Null for a refund. */
  last4: string | null
  /** Of a co-badged card. */
  network: Network | null
  /** Null for an authorization. */
  originalReference: string | null
  atMs: number
}>

/** Two authorizations of one payment that were approved at the same time. */
export type Incident = Readonly<{
  paymentKey: string
  reference: string
  otherReference: string
  atMs: number
}>

/** The entries that belong to the references of a {@link BookStore.change}. Others must not be read. */
export type Entries = Readonly<{
  authorization(reference: string): Authorization | null
  refund(reference: string): BookRefund | null
  /** Also those that have ended. */
  refundsOf(originalReference: string): readonly BookRefund[]
  /** This reference was reversed before it arrived. */
  isTombstone(reference: string): boolean
}>

/** What was written is not seen by later reads of the same change. */
export type Pen = Readonly<{
  addAuthorization(one: Authorization): void
  changeAuthorization(reference: string, change: AuthorizationChange, atMs: number): void
  addRefund(one: BookRefund): void
  endRefund(reference: string, end: RefundEnd, atMs: number): void
  addTombstone(reference: string, atMs: number): void
}>

export type BookStore = Readonly<{
  /** Rejects if the ledger cannot be opened. */
  ready(): Promise<void>
  /**
   * One transaction: durable when it resolves. `reference` is an authorization's, or a refund's whose original comes
   * second; a refund that is known needs no original. Nobody else changes the same entries meanwhile.
   */
  change<T>(references: References, decide: (entries: Entries, pen: Pen) => T): Promise<T>
  read<T>(reference: string, look: (entries: Entries) => T): Promise<T>
  findChallenge(challengeId: string): Promise<Authorization | null>
  /** Oldest first. A refund whose time is over is shown as what it has become. */
  transactions(nowMs: number): Promise<readonly BookTransaction[]>
  incidents(): Promise<readonly Incident[]>
  close(): Promise<void>
}>

export type References = readonly [reference: string, originalReference?: string]

/** The reference without the attempt's number, which shows that two attempts belong to the same payment. */
export function paymentKeyOf(reference: string): string {
  return reference.replace(/a\d+$/, '')
}
