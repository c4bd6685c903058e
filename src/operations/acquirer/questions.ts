/** The questions to an acquirer, each with the check of its answer and the time that it may take. */
import type {
  AuthorizeAnswer,
  InquiryAnswer,
  PrepareAnswer,
  RefundAnswer,
  RefundInquiryAnswer,
  ResumeAnswer,
  ReversalAnswer,
} from '../../core/attempt/answers.ts'
import {
  fitAuthorizeAnswer,
  fitInquiryAnswer,
  fitPrepareAnswer,
  fitRefundAnswer,
  fitRefundInquiryAnswer,
  fitResumeAnswer,
  fitReversalAnswer,
} from '../../core/attempt/fit-answers.ts'
import type { Mode } from '../../core/payment/payment.ts'
import type {
  Acquirer,
  AttemptTerms,
  AuthorizeRequest,
  FinishChallengeRequest,
  PrepareRequest,
  RefundTerms,
  ResumeRequest,
} from '../../ports/acquirer.ts'
import type { Sought } from './known-accounts.ts'

export type Question<Answer> = Readonly<{
  put(acquirer: Acquirer, signal: AbortSignal): Promise<Answer>
  /** Null if the answer does not fit. */
  fit(answer: unknown, mode: Mode): Answer | null
  time: 'authorizeTimeoutMs' | 'inquiryTimeoutMs'
  /** What may be reported as not found. A refund is in the account of its charge. */
  sought?: Sought
}>

export function prepare(request: PrepareRequest): Question<PrepareAnswer> {
  return {
    put: async (acquirer, signal) =>
      (await acquirer.prepare?.(request, signal)) ?? {
        kind: 'not_sent',
        cause: 'the adapter has no prepare()',
      },
    fit: fitPrepareAnswer,
    time: 'inquiryTimeoutMs',
  }
}

export function authorize(request: AuthorizeRequest): Question<AuthorizeAnswer> {
  return {
    put: (acquirer, signal) => acquirer.authorize(request, signal),
    fit: fitAuthorizeAnswer,
    time: 'authorizeTimeoutMs',
  }
}

/** An acquirer that asks for the method but cannot continue after it must be asked what it holds. */
export function resume(request: ResumeRequest): Question<ResumeAnswer> {
  return {
    put: async (acquirer, signal) =>
      (await acquirer.resume?.(request, signal)) ?? { kind: 'unknown', cause: 'the adapter has no resume()' },
    fit: fitResumeAnswer,
    time: 'authorizeTimeoutMs',
  }
}

export function refund(request: RefundTerms): Question<RefundAnswer> {
  return {
    put: (acquirer, signal) => acquirer.refund(request, signal),
    fit: fitRefundAnswer,
    time: 'authorizeTimeoutMs',
  }
}

/** A worker refunds as one step among others, and must finish before its lease ends. */
export function refundSoon(request: RefundTerms): Question<RefundAnswer> {
  return { ...refund(request), time: 'inquiryTimeoutMs' }
}

/** An acquirer that continues on its own after a challenge is only asked for its state. */
export function finishChallenge(request: FinishChallengeRequest): Question<InquiryAnswer> {
  return {
    put: (acquirer, signal) =>
      acquirer.finishChallenge?.(request, signal) ?? acquirer.inquire(request.attempt, signal),
    fit: fitInquiryAnswer,
    time: 'inquiryTimeoutMs',
  }
}

export function inquire(attempt: AttemptTerms): Question<InquiryAnswer> {
  return {
    put: (acquirer, signal) => acquirer.inquire(attempt, signal),
    fit: fitInquiryAnswer,
    time: 'inquiryTimeoutMs',
    sought: attempt,
  }
}

export function reverse(attempt: AttemptTerms): Question<ReversalAnswer> {
  return {
    put: (acquirer, signal) => acquirer.reverse(attempt, signal),
    fit: fitReversalAnswer,
    time: 'inquiryTimeoutMs',
    sought: attempt,
  }
}

export function reverseRefund(refund: RefundTerms): Question<ReversalAnswer> {
  return {
    put: async (acquirer, signal) =>
      (await acquirer.reverseRefund?.(refund, signal)) ?? {
        kind: 'unknown',
        cause: 'the acquirer does not reverse refunds',
      },
    fit: fitReversalAnswer,
    time: 'inquiryTimeoutMs',
    sought: refund.original,
  }
}

export function inquireRefund(refund: RefundTerms): Question<RefundInquiryAnswer> {
  return {
    put: (acquirer, signal) => acquirer.inquireRefund(refund, signal),
    fit: fitRefundInquiryAnswer,
    time: 'inquiryTimeoutMs',
    sought: refund.original,
  }
}
