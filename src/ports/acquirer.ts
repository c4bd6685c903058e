/** What the gateway needs from an acquirer: the interface that every adapter implements. */
import type {
  AuthorizeAnswer,
  CheckAnswer,
  FormFields,
  InquiryAnswer,
  MethodCompletion,
  PrepareAnswer,
  RefundAnswer,
  RefundInquiryAnswer,
  ResumeAnswer,
  ReversalAnswer,
} from '../core/attempt/answers.ts'
import type { Network } from '../core/card/card.ts'
import type { SecretCard } from '../core/card/secret-card.ts'
import type { Currency } from '../core/money.ts'
import type { BillingAddress } from '../core/payment/billing-address.ts'
import type { StatementLine } from '../core/reconciliation/statement.ts'

/**
 * Moves money. Every request carries our unique reference. Methods never throw: anything uncertain is answered as `unknown`,
 * and `not_sent` only if not a single byte left the gateway. They must end shortly after `signal` fires.
 */
export interface Acquirer {
  readonly name: string
  readonly capabilities: AcquirerCapabilities
  /**
   * The ID of the account that is used for merchants that have none of their own. It is saved with each attempt, so that attempts
   * keep their account when the configuration changes. Absent: their attempts have the account null.
   */
  readonly defaultAccount?: string
  /** Checked before the acquirer is contacted. A currency that is missing is not accepted. Absent: no limits. */
  readonly limits?: AcquirerLimits
  /** The fields of the customer's return that `finishChallenge` needs. Nothing else of the return is kept. */
  readonly returnFields?: readonly string[]
  /**
   * Announces a charge without its card, and moves no money. The handle is saved before the card is sent. May be repeated
   * with the same reference.
   */
  prepare?(request: PrepareRequest, signal: AbortSignal): Promise<PrepareAnswer>
  /** Authorize and capture. Sent exactly once, never repeated. */
  authorize(request: AuthorizeRequest, signal: AbortSignal): Promise<AuthorizeAnswer>
  /**
   * Continues an authorization that was answered with `three_ds_method`. Sent once, and needed only by acquirers that give
   * this answer.
   */
  resume?(request: ResumeRequest, signal: AbortSignal): Promise<ResumeAnswer>
  /** Continues after the customer has come back from the issuer. May move money, and may be repeated. */
  finishChallenge?(request: FinishChallengeRequest, signal: AbortSignal): Promise<InquiryAnswer>
  /**
   * Asks for the outcome of an authorization. Also asked about approved ones of up to 90 days ago, by what the gateway knows of
   * an attempt in doubt: one that is not found shows that the credentials belong to another account.
   */
  inquire(attempt: AttemptTerms, signal: AbortSignal): Promise<InquiryAnswer>
  /** Makes sure that an authorization has no effect. May be repeated. */
  reverse(attempt: AttemptTerms, signal: AbortSignal): Promise<ReversalAnswer>
  /** Pays back all or part of an authorization. The same reference counts once. */
  refund(refund: RefundTerms, signal: AbortSignal): Promise<RefundAnswer>
  /** What became of a refund. */
  inquireRefund(refund: RefundTerms, signal: AbortSignal): Promise<RefundInquiryAnswer>
  /** Makes sure that a refund has no effect. May be repeated. Absent where refunds cannot be reversed. */
  reverseRefund?(refund: RefundTerms, signal: AbortSignal): Promise<ReversalAnswer>
  /** Everything that the acquirer has booked in a period. Rejects if it cannot be read. Absent: there are no statements. */
  statement?(request: StatementRequest): Promise<readonly StatementLine[]>
  /** One harmless request at startup, which shows whether the credentials work. */
  check?(signal: AbortSignal): Promise<CheckAnswer>
}

export type AcquirerCapabilities = Readonly<{
  /**
   * How a lost answer is resolved: by our reference, or by the handle that `prepare` has returned. `none` cannot be used
   * for real money.
   */
  lookup: 'by_reference' | 'by_handle' | 'none'
  /** An acknowledged reversal also stops an authorization that arrives later. */
  attemptReversalIsTombstone: boolean
  /** An acknowledged reversal also stops a refund that arrives later. */
  refundReversalIsTombstone: boolean
  /**
   * How long a refund whose outcome is unknown is sent again under its reference, with one effect. Null: never, so the
   * outcome is found out by inquiries.
   */
  refundIsRepeatableForMs: number | null
  /** "Not found" means nothing until this long after sending. */
  quietMs: number
}>

export type AcquirerLimits = Readonly<
  Partial<Record<Currency, Readonly<{ minMinor: number; maxMinor: number }>>>
>

/** An authorization as later requests name it. */
export type AttemptTerms = Readonly<{
  reference: string
  /** What `prepare` has returned; null if the acquirer does not prepare. */
  handle: string | null
  /** The merchant's own account at the acquirer; null: that of the credentials. */
  account: string | null
  amountMinor: number
  currency: Currency
  startedAtMs: number
  /**
   * How long ago that was, whatever the clocks have done since. Never too large. `startedAtMs` must not be compared with this
   * node's own clock.
   */
  ageMs: number
  /**
   * Known from the approval, or from a line of the statement. Null if neither is known, or if the ID looks like a card number.
   */
  acquirerTransactionId: string | null
}>

export type RefundTerms = Readonly<{
  reference: string
  amountMinor: number
  currency: Currency
  startedAtMs: number
  /** Whether a request with this reference may have been sent before. Then a refusal says nothing about the earlier one. */
  isRepeated: boolean
  /** Null until the acquirer has accepted the refund, or its statement shows it. */
  acquirerRefundId: string | null
  original: AttemptTerms
}>

export type PrepareRequest = Readonly<{
  reference: string
  amountMinor: number
  currency: Currency
  account: string | null
  /** What the customer's card statement should say: printable ASCII, at most 22 characters. */
  statementName: string
}>

export type AuthorizeRequest = Readonly<{
  reference: string
  /** What `prepare` has returned; null if the acquirer does not prepare. */
  handle: string | null
  account: string | null
  amountMinor: number
  currency: Currency
  card: SecretCard
  /** Whom the customer pays, as the issuer should name them. */
  payee: string
  /** What the customer's card statement should say: printable ASCII, at most 22 characters. */
  statementName: string
  /** Where the issuer sends the customer after a challenge, by a link or by a form. */
  returnUrl: string
  /** What the issuer's 3-D Secure method notifies: `threeDSMethodNotificationURL`. */
  methodNotificationUrl: string
  /** Null if the card does not come from a browser: the merchant's server has sent it. */
  browser: BrowserData | null
  /** Null if neither the customer nor the merchant has said who pays. */
  customer: AcquirerCustomer | null
  /** Null if neither the customer nor the merchant has named it. */
  billingAddress: BillingAddress | null
  /** Which network the customer chose for a co-badged card; null if there was no choice. */
  network: Network | null
  /**
   * Whether the gateway may have given up the attempt, because the process was suspended. Asked again before a request that
   * moves money if another request came before it: once this is true, nothing more is sent.
   */
  isLate(): boolean
}>

/** Who pays, for the acquirer's and the issuer's checks. */
export type AcquirerCustomer = Readonly<{
  email: string
  name: string
  phone: string | null
  /** Null if unknown. */
  ip: string | null
}>

/**
 * What 3-D Secure wants to know about the customer's browser. The page opens every challenge in a full window
 * (`challengeWindowSize` 05).
 */
export type BrowserData = Readonly<{
  /** These come with every request; empty if the browser does not send them. */
  acceptHeader: string
  userAgent: string
  /** A language tag such as `en-US`; null if unknown. */
  language: string | null
  /** Null if unknown. */
  ip: string | null
  /** False if the page's script has not run. Then nothing below is known. */
  javascriptEnabled: boolean
  screen: BrowserScreen | null
}>

/** What only a script can find out. */
type BrowserScreen = Readonly<{
  /** Bits per pixel, one of the values that 3-D Secure knows: 1, 4, 8, 15, 16, 24, 32, or 48. */
  colorDepth: number
  height: number
  width: number
  /** Minutes from the browser's time to UTC, as `getTimezoneOffset()` counts them: -60 is one hour ahead of UTC. */
  timeZoneOffset: number
  javaEnabled: boolean
}>

export type ResumeRequest = Readonly<{
  attempt: AttemptTerms
  /** `threeDSCompInd`. */
  methodCompletion: MethodCompletion
}>

export type FinishChallengeRequest = Readonly<{
  attempt: AttemptTerms
  /** Of the customer's return, those fields that `returnFields` names. They come from the browser and prove nothing. */
  returned: FormFields
}>

export type StatementRequest = Readonly<{
  fromMs: number
  toMs: number
  /** Null: that of the credentials. */
  account: string | null
}>
