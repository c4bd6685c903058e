/** Refunds in doubt at an acquirer whose refunds cannot be reversed, or are sent again under their reference instead. */
import type { RefundAnswer, RefundInquiryAnswer } from '../../src/core/attempt/answers.ts'
import type { Command } from '../../src/core/payment/commands.ts'
import { type ExpectedEvent, row } from './row.ts'
import { at, dayS, given } from './situations.ts'
import * as ask from './vocabulary.ts'

const inconclusive = (cause: string, nextAtS: number, notFoundCount = 0): ExpectedEvent => ({
  type: 'refund_inquiry_inconclusive',
  cause,
  notFoundCount,
  nextAtMs: at(nextAtS),
})
const is = (state: string) => `approved, succeeded, ${state}`

function asked(answer: RefundAnswer | RefundInquiryAnswer): Command {
  return ask.refundInquiry(answer, ask.epoch, ask.refundId, false)
}

export const irreversibleRows = [
  row(
    'three times not found, and no reversal would help',
    given.refundAlmostNotFound,
    asked(ask.notFound),
    210,
    [inconclusive('not_found', 220, 3)],
    is('unknown'),
  ),
  row(
    'not found for a day',
    given.refundAlmostNotFound,
    asked(ask.notFound),
    dayS + 100,
    [{ type: 'refund_set_aside', cause: 'not_found' }],
    is('set_aside'),
  ),
  row(
    'sent again',
    given.refundUnknown,
    asked(ask.refundSucceeded),
    150,
    [{ type: 'refund_succeeded', acquirerRefundId: 'rf1' }],
    is('succeeded'),
  ),
  row(
    'sent again, and not sent',
    given.refundUnknown,
    asked(ask.notSent),
    150,
    [inconclusive('not_sent', 160)],
    is('unknown'),
  ),
]
