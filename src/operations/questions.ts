/** The questions to an acquirer, each with the check of its answer and the time that it may take. */
import type {
  AuthorizeAnswer,
  InquiryAnswer,
  RefundAnswer,
  RefundInquiryAnswer,
  ResumeAnswer,
  ReversalAnswer,
} from '../core/attempt/answers.ts'
import {
  fitAuthorizeAnswer,
  fitInquiryAnswer,
  fitRefundAnswer,
  fitRefundInquiryAnswer,
  fitResumeAnswer,
  fitReversalAnswer,
} from '../core/attempt/fit-answers.ts'
import type { Mode } from '../core/payment/payment.ts'
import type { Acquirer, AcquirerRefundRequest, AuthorizeRequest, ResumeRequest } from '../ports.ts'

export type Question<Answer> = Readonly<{
  put(acquirer: Acquirer, signal: AbortSignal): Promise<Answer>
  /** Null if the answer does not fit. */
  fit(answer: unknown, mode: Mode): Answer | null
  time: 'authorizeTimeoutMs' | 'inquiryTimeoutMs'
}>

export function authorize(request: AuthorizeRequest): Question<AuthorizeAnswer> {
  return {
    put: (acquirer, signal) => acquirer.authorize(request, signal),
    fit: fitAuthorizeAnswer,
    time: 'authorizeTimeoutMs',
  }
}

/** An acquirer that asks for the method and cannot go on after it must be asked what it holds. */
export function resume(request: ResumeRequest): Question<ResumeAnswer> {
  return {
    put: async (acquirer, signal) =>
      (await acquirer.resume?.(request, signal)) ?? { kind: 'unknown', cause: 'the adapter has no resume()' },
    fit: fitResumeAnswer,
    time: 'authorizeTimeoutMs',
  }
}

export function refund(request: AcquirerRefundRequest): Question<RefundAnswer> {
  return {
    put: (acquirer, signal) => acquirer.refund(request, signal),
    fit: fitRefundAnswer,
    time: 'authorizeTimeoutMs',
  }
}

/** A worker pays back as one step among others, and must finish before its lease ends. */
export function refundSoon(request: AcquirerRefundRequest): Question<RefundAnswer> {
  return { ...refund(request), time: 'inquiryTimeoutMs' }
}

export function inquire(reference: string): Question<InquiryAnswer> {
  return {
    put: (acquirer, signal) => acquirer.inquire(reference, signal),
    fit: fitInquiryAnswer,
    time: 'inquiryTimeoutMs',
  }
}

export function reverse(reference: string): Question<ReversalAnswer> {
  return {
    put: (acquirer, signal) => acquirer.reverse(reference, signal),
    fit: fitReversalAnswer,
    time: 'inquiryTimeoutMs',
  }
}

export function inquireRefund(reference: string): Question<RefundInquiryAnswer> {
  return {
    put: (acquirer, signal) => acquirer.inquireRefund(reference, signal),
    fit: fitRefundInquiryAnswer,
    time: 'inquiryTimeoutMs',
  }
}
