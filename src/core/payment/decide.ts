/** The one entry to the core's decisions: from a payment and a command to events or a refusal. Pure. */

import {
  recordAnswer,
  recordPrepared,
  resumeAttempt,
  startAttempt,
  takeOverAttempt,
} from '../attempt/decide-attempt.ts'
import { recordConclusiveAnswer, recordInquiry } from '../attempt/decide-inquiry.ts'
import { recordPayBack } from '../attempt/decide-pay-back.ts'
import { recordChallengeReturned } from '../attempt/decide-return.ts'
import { recordReversal } from '../attempt/decide-reversal.ts'
import {
  recordRefundAnswer,
  recordRefundInquiry,
  recordRefundReversal,
  requestRefund,
  takeOverRefund,
} from '../refund/decide-refund.ts'
import type { Command, Context, Decision } from './commands.ts'
import { abandon, cancel, expire } from './decide-ending.ts'
import { extend } from './extension.ts'
import type { Payment } from './payment.ts'
import { decideRemoval } from './personal-data.ts'

/** A command that the rules forbid is a refusal, not an error. {@link apply} makes the payment after the events. */
export function decide(payment: Payment, command: Command, context: Context): Decision {
  switch (command.type) {
    case 'start_attempt':
      return startAttempt(payment, command, context)
    case 'record_prepared':
      return recordPrepared(payment, command, context)
    case 'record_answer':
      return recordAnswer(payment, command, context)
    case 'take_over_attempt':
      return takeOverAttempt(payment, command, context)
    case 'resume_attempt':
      return resumeAttempt(payment, command, context)
    case 'record_challenge_returned':
      return recordChallengeReturned(payment, command, context)
    case 'record_inquiry':
      return recordInquiry(payment, command, context)
    case 'record_conclusive_answer':
      return recordConclusiveAnswer(payment, command, context)
    case 'record_reversal':
      return recordReversal(payment, command, context)
    case 'record_pay_back':
      return recordPayBack(payment, command, context)
    case 'abandon':
      return abandon(payment, command, context)
    case 'extend':
      return extend(payment, command, context)
    case 'cancel':
      return cancel(payment, context)
    case 'expire':
      return expire(payment, command, context)
    case 'request_refund':
      return requestRefund(payment, command, context)
    case 'record_refund_answer':
      return recordRefundAnswer(payment, command, context)
    case 'take_over_refund':
      return takeOverRefund(payment, command, context)
    case 'record_refund_inquiry':
      return recordRefundInquiry(payment, command, context)
    case 'record_refund_reversal':
      return recordRefundReversal(payment, command, context)
    case 'remove_personal_data':
      return decideRemoval(payment, command, context)
  }
}
