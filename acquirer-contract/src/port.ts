/** The interface between the gateway and an acquirer adapter. */
import type {
  AuthorizeAnswer,
  InquiryAnswer,
  RefundAnswer,
  RefundInquiryAnswer,
  ReversalAnswer,
} from '../../src/core/attempt/answers.ts'
import type { CardDetails } from '../../src/core/card/card.ts'
import type { Currency } from '../../src/core/money.ts'
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
  /** Where the issuer sends the customer after a challenge. */
  returnUrl: string
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
  CardDetails,
  Currency,
  InquiryAnswer,
  RefundAnswer,
  RefundInquiryAnswer,
  ReversalAnswer,
  StatementLine,
}
