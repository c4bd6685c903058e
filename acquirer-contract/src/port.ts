/** The interface between the gateway and an acquirer adapter. */
import type {
  AuthorizeAnswer,
  Challenge,
  CheckAnswer,
  FormFields,
  InquiryAnswer,
  MethodCompletion,
  PrepareAnswer,
  RefundAnswer,
  RefundInquiryAnswer,
  ResumeAnswer,
  ReversalAnswer,
  ThreeDsMethod,
} from '../../src/core/attempt/answers.ts'
import type { CardDetails, Network } from '../../src/core/card/card.ts'
import type { Currency } from '../../src/core/money.ts'
import type { BillingAddress } from '../../src/core/payment/billing-address.ts'
import type { StatementLine } from '../../src/core/reconciliation/statement.ts'

/**
 * Moves money. Methods never reject: an outcome that is not certain is `unknown`, and `not_sent` is only for requests of
 * which not a single byte left the machine. They must settle shortly after `signal` fires.
 */
export interface Acquirer {
  readonly name: string
  readonly capabilities: AcquirerCapabilities
  /**
   * The ID of the account of merchants that have none of their own. Optional: requests for them then have the account null. The
   * gateway saves it with each attempt, so that attempts keep their account when the configuration changes.
   */
  readonly defaultAccount?: string
  /** What the gateway declines itself, before it contacts the adapter. Optional: no limits. */
  readonly limits?: AcquirerLimits
  /** The fields of the customer's return that `finishChallenge` needs. The gateway keeps no others. */
  readonly returnFields?: readonly string[]
  /**
   * Announces a charge without its card, and moves no money. Optional. The gateway saves the handle before it sends the
   * card. The same reference may be announced more than once.
   */
  prepare?(request: PrepareRequest, signal: AbortSignal): Promise<PrepareAnswer>
  /** Authorizes and captures. Sends the request exactly once and never repeats it. */
  authorize(request: AuthorizeRequest, signal: AbortSignal): Promise<AuthorizeAnswer>
  /** Continues an authorization that was answered with `three_ds_method`. Needed only with this answer. Sent once. */
  resume?(request: ResumeRequest, signal: AbortSignal): Promise<ResumeAnswer>
  /**
   * Continues when the customer has come back from the issuer. Only for acquirers that need another request then. May move
   * money, and the gateway may repeat it.
   */
  finishChallenge?(request: FinishChallengeRequest, signal: AbortSignal): Promise<InquiryAnswer>
  /**
   * Asks for the outcome of an authorization. Also called for approved ones of up to 90 days ago, with what is known of an attempt
   * in doubt: if they are not found, the gateway assumes that the credentials belong to another account.
   */
  inquire(attempt: AttemptTerms, signal: AbortSignal): Promise<InquiryAnswer>
  /** Makes sure that the authorization has no effect. May be repeated. */
  reverse(attempt: AttemptTerms, signal: AbortSignal): Promise<ReversalAnswer>
  /** Pays back all or part of an authorization. The same reference counts once. */
  refund(refund: RefundTerms, signal: AbortSignal): Promise<RefundAnswer>
  inquireRefund(refund: RefundTerms, signal: AbortSignal): Promise<RefundInquiryAnswer>
  /** Makes sure that the refund has no effect. May be repeated. Left out if the acquirer cannot reverse refunds. */
  reverseRefund?(refund: RefundTerms, signal: AbortSignal): Promise<ReversalAnswer>
  /** Everything that the acquirer booked in a period, for reconciliation. Optional. Rejects when it cannot. */
  statement?(request: StatementRequest): Promise<readonly StatementLine[]>
  /** One harmless request when the gateway starts, which shows whether the credentials work. Optional. */
  check?(signal: AbortSignal): Promise<CheckAnswer>
}

export type AcquirerCapabilities = Readonly<{
  /**
   * How the outcome of a lost answer is found: by the gateway's reference, or by the handle that `prepare` has returned.
   * With `none`, the gateway does not start.
   */
  lookup: 'by_reference' | 'by_handle' | 'none'
  /** An acknowledged reversal also stops an authorization with the same reference that arrives later. */
  attemptReversalIsTombstone: boolean
  /** The same for refunds. */
  refundReversalIsTombstone: boolean
  /**
   * For this long after a refund was first sent, the gateway sends it again if its outcome is unknown. Null: it only asks
   * about it, and reverses what the acquirer does not know.
   */
  refundIsRepeatableForMs: number | null
  /** For this long after sending, `not_found` proves nothing. */
  quietMs: number
}>

export type AcquirerLimits = Readonly<
  /** A currency that is missing is not accepted. */
  Partial<Record<Currency, Readonly<{ minMinor: number; maxMinor: number }>>>
>

/** An authorization that was started earlier. */
export type AttemptTerms = Readonly<{
  reference: string
  /** From `prepare`; null without it. */
  handle: string | null
  /** The merchant's own account at the acquirer; null: the one of the credentials. */
  account: string | null
  amountMinor: number
  currency: Currency
  startedAtMs: number
  /**
   * How long ago that was, whatever the clocks have done since. Never too large. `startedAtMs` must not be compared with this
   * node's own clock.
   */
  ageMs: number
  /** From an approval, or from a statement of yours that is being repaired. Otherwise null. */
  acquirerTransactionId: string | null
}>

export type RefundTerms = Readonly<{
  reference: string
  amountMinor: number
  currency: Currency
  startedAtMs: number
  /** Whether a request with this reference may have been sent before. A refusal then says nothing about that one. */
  isRepeated: boolean
  /** From an answer that accepted the refund, or from a statement. Otherwise null. */
  acquirerRefundId: string | null
  original: AttemptTerms
}>

export type PrepareRequest = Readonly<{
  reference: string
  amountMinor: number
  currency: Currency
  account: string | null
  /** For the card statement: at most 22 printable ASCII characters. */
  statementName: string
}>

export type AuthorizeRequest = Readonly<{
  /** Unique. At most 64 characters: a-z, 0-9, and hyphens. */
  reference: string
  /** From `prepare`; null without it. */
  handle: string | null
  /** The merchant's own account at the acquirer; null: the one of the credentials. */
  account: string | null
  amountMinor: number
  currency: Currency
  card: Card
  /** The merchant's name, for the issuer to show. */
  payee: string
  /** For the card statement: at most 22 printable ASCII characters. */
  statementName: string
  /** Where the issuer sends the customer after a challenge, by a link or by a form. */
  returnUrl: string
  /** For the 3-D Secure method: `threeDSMethodNotificationURL`. */
  methodNotificationUrl: string
  /** Null if the merchant's server sent the card. */
  browser: BrowserData | null
  /** Who pays. Null if neither the customer nor the merchant has said so. */
  customer: AcquirerCustomer | null
  /** For address verification, if the acquirer offers it. Null if neither the customer nor the merchant has named it. */
  billingAddress: BillingAddress | null
  /** Which network the customer chose for a co-badged card; null if there was no choice. */
  network: Network | null
  /**
   * True once the gateway may have given up the attempt, because its process was suspended. If `authorize` sends several
   * requests, ask before the one that moves money, and send nothing more if it is true.
   */
  isLate(): boolean
}>

export type AcquirerCustomer = Readonly<{
  email: string
  name: string
  phone: string | null
  /** Null if unknown. */
  ip: string | null
}>

/** For 3-D Secure. The gateway always shows challenges in a full window (`challengeWindowSize` 05). */
export type BrowserData = Readonly<{
  /** These two come from the request's headers; empty if the browser does not send them. */
  acceptHeader: string
  userAgent: string
  /** A language tag such as `en-US`; null if unknown. */
  language: string | null
  /** Null if unknown. */
  ip: string | null
  /** False if the page's script did not run. Then `screen` is null. */
  javascriptEnabled: boolean
  screen: BrowserScreen | null
}>

export type BrowserScreen = Readonly<{
  /** 1, 4, 8, 15, 16, 24, 32, or 48 bits per pixel. */
  colorDepth: number
  height: number
  width: number
  /** Minutes from the browser's time to UTC: -60 is one hour ahead of UTC. */
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
  /** Those fields of the customer's return that `returnFields` names. They come from a browser and prove nothing. */
  returned: FormFields
}>

export type StatementRequest = Readonly<{
  fromMs: number
  toMs: number
  /** Null: the one of the credentials. */
  account: string | null
}>

export type Card = Readonly<{
  /** The clear values. Call it before the first `await`: the digits are overwritten when the request has ended. */
  reveal(): CardDetails
}>

export type {
  AuthorizeAnswer,
  BillingAddress,
  CardDetails,
  Challenge,
  CheckAnswer,
  Currency,
  FormFields,
  InquiryAnswer,
  MethodCompletion,
  PrepareAnswer,
  RefundAnswer,
  RefundInquiryAnswer,
  ResumeAnswer,
  ReversalAnswer,
  StatementLine,
  ThreeDsMethod,
}
