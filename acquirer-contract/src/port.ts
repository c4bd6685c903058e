/** The interface between the gateway and an acquirer adapter. */
import type {
  AuthorizeAnswer,
  Challenge,
  InquiryAnswer,
  MethodCompletion,
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
  /** Authorizes and captures. Sends the request exactly once and never repeats it. */
  authorize(request: AuthorizeRequest, signal: AbortSignal): Promise<AuthorizeAnswer>
  /** Continues an authorization that was answered with `three_ds_method`. Needed only with this answer. Sent once. */
  resume?(request: ResumeRequest, signal: AbortSignal): Promise<ResumeAnswer>
  /** Finds out what became of an authorization, by the gateway's reference. */
  inquire(reference: string, signal: AbortSignal): Promise<InquiryAnswer>
  /** Makes sure that the authorization or refund with this reference has no effect. May be repeated. */
  reverse(reference: string, signal: AbortSignal): Promise<ReversalAnswer>
  /** Pays back all or part of an authorization. The same reference counts once. */
  refund(request: RefundRequest, signal: AbortSignal): Promise<RefundAnswer>
  inquireRefund(reference: string, signal: AbortSignal): Promise<RefundInquiryAnswer>
  /** Everything that the acquirer booked in a period, for reconciliation. Optional. Rejects when it cannot. */
  statement?(span: Readonly<{ fromMs: number; toMs: number }>): Promise<readonly StatementLine[]>
}

export type AcquirerCapabilities = Readonly<{
  /** Live mode requires this and the next one. */
  inquiryByReference: boolean
  reversalByReference: boolean
  /** An acknowledged reversal also stops a request with the same reference that arrives later. */
  reversalIsTombstone: boolean
  /** For this long after sending, `not_found` proves nothing. */
  quietMs: number
}>

export type AuthorizeRequest = Readonly<{
  /** Unique. At most 64 characters: a-z, 0-9, and hyphens. */
  reference: string
  amountMinor: number
  currency: Currency
  card: Card
  /** The merchant's name, for the issuer to show. */
  payee: string
  /** Where the issuer sends the customer after a challenge, by a link or by a form. */
  returnUrl: string
  /** For the 3-D Secure method: `threeDSMethodNotificationURL`. */
  methodNotificationUrl: string
  /** Null if the merchant's server sent the card. */
  browser: BrowserData | null
  /** For address verification, if the acquirer offers it. Null if neither the customer nor the merchant has named it. */
  billingAddress: BillingAddress | null
  /** Which network the customer chose for a co-badged card; null if there was no choice. */
  network: Network | null
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
  /** The reference of the authorization. */
  reference: string
  /** `threeDSCompInd`. */
  methodCompletion: MethodCompletion
}>

export type RefundRequest = Readonly<{
  reference: string
  /** The reference of the authorization. */
  originalReference: string
  amountMinor: number
  currency: Currency
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
  Currency,
  InquiryAnswer,
  MethodCompletion,
  RefundAnswer,
  RefundInquiryAnswer,
  ResumeAnswer,
  ReversalAnswer,
  StatementLine,
  ThreeDsMethod,
}
