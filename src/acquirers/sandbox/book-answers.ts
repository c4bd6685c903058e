/** The rows of the sandbox's book in the words of the acquirer port. */
import type {
  Approved,
  Challenge,
  Declined,
  RefundInquiryAnswer,
  ThreeDsMethod,
} from '../../core/attempt/answers.ts'
import type { Authorization, BookRefund } from './book-store.ts'
import { encodeMessage } from './messages.ts'

/** The addresses of the bank's pages. */
export type BankUrls = Readonly<{ challenge(id: string): string; method(id: string): string }>

type TakenAnswer = Approved | Declined | Challenge | Readonly<{ kind: 'reversed' }>

export function inquiryAnswer(one: Authorization, bank: BankUrls): TakenAnswer | ThreeDsMethod {
  return isMethodPending(one) ? methodAnswer(one, bank) : takenAnswer(one, bank)
}

/** The issuer still waits for its 3-D Secure method. */
export function isMethodPending({ state, methodNotificationUrl, methodCompletion }: Authorization): boolean {
  return state === 'challenged' && methodNotificationUrl !== null && methodCompletion === null
}

function methodAnswer(one: Authorization, bank: BankUrls): ThreeDsMethod {
  const id = present(one.challengeId)
  const data = encodeMessage({
    threeDSServerTransID: id,
    threeDSMethodNotificationURL: present(one.methodNotificationUrl),
  })
  return { kind: 'three_ds_method', url: bank.method(id), data, country: one.country }
}

/** The answer once the method has ended, or was never asked for. */
export function takenAnswer(one: Authorization, bank: BankUrls): TakenAnswer {
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
      return challengeAnswer(one, bank)
    case 'reversed':
      return { kind: 'reversed' }
  }
}

function challengeAnswer({ challengeId, isForm, country }: Authorization, bank: BankUrls): Challenge {
  const id = present(challengeId)
  const url = bank.challenge(id)
  if (!isForm) return { kind: 'challenge', url, method: 'GET', fields: {}, country }
  const creq = encodeMessage({
    messageType: 'CReq',
    messageVersion: '2.2.0',
    threeDSServerTransID: id,
    acsTransID: id,
    challengeWindowSize: '05',
  })
  return { kind: 'challenge', url, method: 'POST', fields: { creq }, country }
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
