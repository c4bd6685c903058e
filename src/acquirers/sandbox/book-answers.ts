/** The rows of the sandbox's book in the words of the acquirer port. */
import type { Approved, Challenge, Declined, RefundInquiryAnswer } from '../../core/attempt/answers.ts'
import type { Authorization } from './authorizations.ts'
import type { BookRefund } from './refunds.ts'

export function inquiryAnswer(
  one: Authorization,
  challengeUrl: (challengeId: string) => string,
): Approved | Declined | Challenge | Readonly<{ kind: 'reversed' }> {
  const { country } = one
  switch (one.state) {
    case 'approved':
      return {
        kind: 'approved',
        acquirerTransactionId: present(one.transactionId),
        reference: one.reference,
        amountMinor: one.amountMinor,
        currency: one.currency,
        country,
      }
    case 'declined':
      return { kind: 'declined', declineCode: present(one.declineCode), country }
    case 'challenged':
      return { kind: 'challenge', url: challengeUrl(present(one.challengeId)), country }
    case 'reversed':
      return { kind: 'reversed' }
  }
}

export function refundAnswer(
  one: BookRefund,
): Exclude<RefundInquiryAnswer, { kind: 'unknown' } | { kind: 'not_found' }> {
  switch (one.state) {
    case 'pending':
    case 'succeeded':
      return { kind: one.state, acquirerRefundId: one.refundId }
    case 'failed':
      return { kind: 'failed', declineCode: present(one.declineCode) }
    case 'reversed':
      return { kind: 'reversed' }
  }
}

/** The table's checks promise a value in this state; without one the book is broken. */
function present<T>(value: T | null): T {
  if (value === null) throw new Error('the book lacks a value')
  return value
}
