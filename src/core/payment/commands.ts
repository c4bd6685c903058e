/** What can be asked of a payment, and what decisions need from outside. */
import type {
  AuthorizeAnswer,
  FormFields,
  InquiryAnswer,
  MethodCompletion,
  RefundAnswer,
  RefundInquiryAnswer,
  ReversalAnswer,
} from '../attempt/answers.ts'
import type { AttemptAcquirer } from '../attempt/attempt.ts'
import type { Card } from '../card/card.ts'
import type { ClockHistory } from '../clock-history.ts'
import type { PaymentEvent, PersonalDataRemoved } from './events.ts'
import type { Customer } from './payment.ts'
import type { Refusal } from './refusals.ts'
import type { Rules } from './rules.ts'

type OfAttempt = Readonly<{ number: number }>
type OfRefund = Readonly<{ refundId: string }>
/** The payment's epoch when the worker claimed it. */
type ByWorker = Readonly<{ epoch: number }>

export type Command =
  /** `number` is the attempt that the sender means. A form that was shown for another attempt is stale. */
  | (Readonly<{ type: 'start_attempt'; card: Card; customer: Customer | null }> & OfAttempt & AttemptAcquirer)
  /** The charge is announced. Only the sender whose save of this wins may send the card. */
  | (Readonly<{ type: 'record_prepared'; handle: string }> & OfAttempt)
  /** The answer to the authorization, or to its resumption. */
  | (Readonly<{ type: 'record_answer'; answer: AuthorizeAnswer }> & OfAttempt)
  /** The issuer's 3-D Secure method has ended. The caller that saves this asks the acquirer to continue. */
  | (Readonly<{ type: 'resume_attempt'; completion: MethodCompletion }> & OfAttempt)
  /** The customer came back from the issuer. Saved before the acquirer is asked to continue, because that may move money. */
  | (Readonly<{ type: 'record_challenge_returned'; fields: FormFields }> & OfAttempt)
  | (Readonly<{ type: 'take_over_attempt' }> & OfAttempt & ByWorker)
  | (Readonly<{ type: 'record_inquiry'; answer: InquiryAnswer }> & OfAttempt & ByWorker)
  /** The acquirer was asked out of turn, for example after a challenge. Acts on conclusive answers only. */
  | (Readonly<{ type: 'record_conclusive_answer'; answer: InquiryAnswer }> & OfAttempt)
  /** `inquiry`: what the acquirer says about it when it did not acknowledge the reversal. */
  | (Readonly<{
      type: 'record_reversal'
      answer: ReversalAnswer
      inquiry: InquiryAnswer | null
      isTombstone: boolean
    }> &
      OfAttempt &
      ByWorker)
  | (Readonly<{ type: 'record_pay_back'; answer: RefundAnswer | RefundInquiryAnswer }> & OfAttempt & ByWorker)
  /** The customer leaves through "cancel and return". `number` as for a start: an old form changes nothing. */
  | (Readonly<{ type: 'abandon' }> & OfAttempt)
  /** The customer needs more time. `number` counts extensions, so that asking twice extends once. */
  | Readonly<{ type: 'extend'; number: number }>
  /** The merchant withdraws. */
  | Readonly<{ type: 'cancel' }>
  /** `isEarly`: tests of a shop end a session without waiting for its time. */
  | Readonly<{ type: 'expire'; isEarly?: true }>
  | (Readonly<{ type: 'request_refund'; reference: string; amountMinor: number | null; reason: string }> &
      OfRefund)
  | (Readonly<{ type: 'record_refund_answer'; answer: RefundAnswer }> & OfRefund)
  | (Readonly<{ type: 'take_over_refund' }> & OfRefund & ByWorker)
  /**
   * The answer to an inquiry, or to a refund that was sent again. `isReversible`: what the acquirer does not know can be
   * prevented by a reversal.
   */
  | (Readonly<{
      type: 'record_refund_inquiry'
      answer: RefundInquiryAnswer | RefundAnswer
      isReversible: boolean
    }> &
      OfRefund &
      ByWorker)
  | (Readonly<{
      type: 'record_refund_reversal'
      answer: ReversalAnswer
      inquiry: RefundInquiryAnswer | null
      isTombstone: boolean
    }> &
      OfRefund &
      ByWorker)
  /** `keepMs`: how long it is kept at least after the last change. */
  | Readonly<{ type: 'remove_personal_data'; by: PersonalDataRemoved['by']; keepMs: number }>

export type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>

export type Context = Readonly<{
  /** The beginning of every reference. */
  installationId: string
  nowMs: number
  /** Measures how long something has been waiting. */
  clock: ClockHistory
  /** In [0, 1). */
  random: number
  rules: Rules
}>

/** Events to save, or a refusal. Without events nothing has changed, and nothing has to be saved. */
export type Decision = Readonly<{ events: readonly PaymentEvent[] }> | Readonly<{ refusal: Refusal }>

/** Why a worker takes over a request that is still being sent. */
export const senderLostCause = 'the process that sent the request did not finish in time'

export const nothing: Decision = { events: [] }

export function refuse(refusal: Refusal): Decision {
  return { refusal }
}

export function happened(...events: PaymentEvent[]): Decision {
  return { events }
}
