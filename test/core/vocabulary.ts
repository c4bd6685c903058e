/** Short names for the commands and the acquirer's answers that the tables of the core are written in. */
import type {
  AuthorizeAnswer,
  FormFields,
  InquiryAnswer,
  MethodCompletion,
  RefundAnswer,
  RefundInquiryAnswer,
  ReversalAnswer,
} from '../../src/core/attempt/answers.ts'
import type { AttemptAcquirer } from '../../src/core/attempt/attempt.ts'
import type { Card } from '../../src/core/card/card.ts'
import type { Command } from '../../src/core/payment/commands.ts'
import type { Customer } from '../../src/core/payment/payment.ts'

export const epoch = 7
export const refundId = 'refund1'

export const acquirer: AttemptAcquirer = {
  acquirer: 'acquirer1',
  account: null,
  mustPrepare: false,
  handle: null,
}
export const card: Card = { brand: 'visa', last4: '1111', expMonth: 12, expYear: 2030, country: null }
export const customer: Customer = { email: 'ada@example.com', name: 'Ada Lovelace', address: null }

// ---- answers

export const approved = {
  kind: 'approved',
  acquirerTransactionId: 'tx1',
  reference: 'test0001-0a1b2c3d0a1b0a1b0a1b0a1b2c3d4e5fa1',
  amountMinor: 1_000,
  currency: 'eur',
  country: null,
} as const
export const approvedOther = { ...approved, amountMinor: 999 } as const
export const approvedAnother = {
  ...approved,
  reference: 'test0001-0a1b2c3d0a1b0a1b0a1b0a1b2c3d4e5fa99',
} as const
export const approvedDollars = { ...approved, currency: 'usd' } as const
export const declined = { kind: 'declined', declineCode: 'do_not_honor', country: null } as const
export const challenge = {
  kind: 'challenge',
  url: 'https://bank.example/1',
  method: 'GET',
  fields: {},
  country: null,
} as const
export const challengeForm = { ...challenge, method: 'POST', fields: { creq: 'e30' } } as const
export const method = {
  kind: 'three_ds_method',
  url: 'https://bank.example/method',
  data: 'e30',
  country: null,
} as const
export const notSent = { kind: 'not_sent' } as const
export const lost = { kind: 'unknown', cause: 'timeout' } as const
export const pending = { kind: 'pending' } as const
export const notFound = { kind: 'not_found' } as const
export const reversed = { kind: 'reversed' } as const
export const tooLate = { kind: 'too_late' } as const
export const refundPending = { kind: 'pending', acquirerRefundId: 'rf1' } as const
export const refundSucceeded = { kind: 'succeeded', acquirerRefundId: 'rf1' } as const
export const refundFailed = { kind: 'failed', declineCode: 'issuer_declined' } as const

// ---- commands

export function removePersonalData(keepS = 0): Command {
  return { type: 'remove_personal_data', by: 'operator', keepMs: keepS * 1_000 }
}

export function start(number = 1, by: Customer | null = null): Command {
  return { type: 'start_attempt', number, card, customer: by, ...acquirer }
}

/** The same, at an acquirer that must be told of the charge before the card. */
export function startPrepared(number = 1): Command {
  return { type: 'start_attempt', number, card, customer: null, ...acquirer, mustPrepare: true }
}

export function prepared(handle = 'pi1', number = 1): Command {
  return { type: 'record_prepared', number, handle }
}

export function comeBack(fields: FormFields = { token: 'abc' }, number = 1): Command {
  return { type: 'record_challenge_returned', number, fields }
}

/** An approval names the attempt that it is about. */
function about<Answer extends AuthorizeAnswer | InquiryAnswer>(given: Answer, number: number): Answer {
  return given.kind === 'approved'
    ? { ...given, reference: given.reference.replace(/a1$/, `a${number}`) }
    : given
}

export function answer(given: AuthorizeAnswer, number = 1): Command {
  return { type: 'record_answer', number, answer: about(given, number) }
}

export function resume(completion: MethodCompletion = 'Y', number = 1): Command {
  return { type: 'resume_attempt', number, completion }
}

export function takeOver(by = epoch, number = 1): Command {
  return { type: 'take_over_attempt', number, epoch: by }
}

export function inquiry(given: InquiryAnswer, by = epoch, number = 1): Command {
  return { type: 'record_inquiry', number, answer: about(given, number), epoch: by }
}

export function conclusive(given: InquiryAnswer, number = 1): Command {
  return { type: 'record_conclusive_answer', number, answer: about(given, number) }
}

type ReversalBy = Readonly<{
  isTombstone?: boolean
  by?: number
  number?: number
  /** What they say of it where they did not acknowledge; null if they were not asked. */
  inquiry?: InquiryAnswer | null
}>

export function reversal(given: ReversalAnswer, options: ReversalBy = {}): Command {
  const { isTombstone = true, by = epoch, number = 1, inquiry = lost } = options
  const asked = given.kind === 'reversed' || inquiry === null ? null : about(inquiry, number)
  return { type: 'record_reversal', number, answer: given, inquiry: asked, isTombstone, epoch: by }
}

export function payBack(given: RefundAnswer | RefundInquiryAnswer, by = epoch, number = 1): Command {
  return { type: 'record_pay_back', number, answer: given, epoch: by }
}

export function abandon(number = 1): Command {
  return { type: 'abandon', number }
}

export function extend(number: number): Command {
  return { type: 'extend', number }
}

export const cancel: Command = { type: 'cancel' }
export const expire: Command = { type: 'expire' }
export const expireEarly: Command = { type: 'expire', isEarly: true }

export function refund(amountMinor: number | null, id = refundId): Command {
  return {
    type: 'request_refund',
    refundId: id,
    reference: `${id}-reference`,
    amountMinor,
    reason: 'returned',
  }
}

export function refundAnswer(given: RefundAnswer, id = refundId): Command {
  return { type: 'record_refund_answer', refundId: id, answer: given }
}

export function takeOverRefund(by = epoch, id = refundId): Command {
  return { type: 'take_over_refund', refundId: id, epoch: by }
}

export function refundInquiry(
  given: RefundInquiryAnswer | RefundAnswer,
  by = epoch,
  id = refundId,
  isReversible = true,
): Command {
  return { type: 'record_refund_inquiry', refundId: id, answer: given, isReversible, epoch: by }
}

export function refundReversal(
  given: ReversalAnswer,
  by = epoch,
  id = refundId,
  isTombstone = true,
  said: RefundInquiryAnswer | null = lost,
): Command {
  const inquiry = given.kind === 'reversed' ? null : said
  return { type: 'record_refund_reversal', refundId: id, answer: given, inquiry, isTombstone, epoch: by }
}
